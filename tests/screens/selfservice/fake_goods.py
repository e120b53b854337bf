"""What the kiosk's shop in memory sells, and who works and shops there."""

from kiosk.services.answers import MemberView
from kiosk.services.queries import DepartmentView, GoodsView, StaffRow

STAFF = [StaffRow("s1", "Awa Diop", "attendant"), StaffRow("s2", "Nadia Bernard", "manager")]
PINS = {"s1": "111111", "s2": "222222"}
MEMBER = MemberView(id="m-claire", tier="gold", balances={"POINT": 1284})
MEMBER_CODE = "M-CLAIRE"
DEPARTMENTS = [
    DepartmentView("fruit", {"fr": "Fruits", "en": "Fruit"}, 6),
    DepartmentView("vegetables", {"fr": "Légumes", "en": "Vegetables"}, 4),
    DepartmentView("bakery", {"fr": "Boulangerie", "en": "Bakery"}, 3),
    DepartmentView("dairy", {"fr": "Crémerie", "en": "Dairy"}, 8),
    DepartmentView("drinks", {"fr": "Boissons", "en": "Drinks"}, 5),
    DepartmentView("empty", {"fr": "Vide", "en": "Empty"}, 0),
]
GOODS = [
    GoodsView("cafe", {"fr": "Café moulu pur arabica", "en": "Ground arabica coffee"}, 395, "piece", "coffee", "drinks"),
    GoodsView("comte", {"fr": "Comté affiné 18 mois", "en": "Comté cheese, 18 months"}, 2490, "kg", "cheese", "dairy"),
    GoodsView("yaourt", {"fr": "Yaourt nature brebis", "en": "Plain sheep's milk yoghurt"}, 115, "piece", "yoghurt", "dairy"),
    GoodsView("pain", {"fr": "Pain de campagne", "en": "Country bread"}, 320, "piece", "bread", "bakery"),
    GoodsView("baguette", {"fr": "Baguette tradition", "en": "Traditional baguette"}, 130, "piece", "baguette", "bakery"),
    GoodsView("croissant", {"fr": "Croissant au beurre", "en": "Butter croissant"}, 140, "piece", "croissant", "bakery"),
    GoodsView("pomme", {"fr": "Pommes gala", "en": "Gala apples"}, 290, "kg", "apple", "fruit"),
    GoodsView("banane", {"fr": "Bananes", "en": "Bananas"}, 199, "kg", "banana", "fruit"),
    GoodsView("citron", {"fr": "Citron jaune", "en": "Lemon"}, 60, "piece", "lemon", "fruit"),
    GoodsView("ouvert", {"fr": "Prix libre", "en": "Open price"}, None, "piece", "", "fruit"),
    GoodsView("eau", {"fr": "Eau gazeuse consignée", "en": "Sparkling water, returnable"}, 110, "piece", "water", "drinks"),
    GoodsView("pates", {"fr": "Pâtes fraîches", "en": "Fresh pasta"}, 450, "piece", "pasta", "dairy", blocked=True),
    GoodsView("vin", {"fr": "Vin rouge des coteaux", "en": "Red hillside wine"}, 690, "piece", "wine", "drinks", 18),
]
CODES = {goods.sku.upper(): goods for goods in GOODS} | {"2000000000046": GOODS[3]}
