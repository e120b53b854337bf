"""The kiosk's last page: what the purchase brought, the coupon, and what the customer may also like, as far as there is room."""

from tests.screens.selfservice import scenes_loyalty as scenes
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.hands import Customer

LOW = (1280, 800)


def test_suggestions_stand_an_article_a_line(customer: Customer) -> None:
    scenes.goodbye_suggests(customer)
    assert "Vous aimerez peut-être aussi\nThé vert bio en vrac\nConfiture de figues du Sud-Ouest" in customer.words()
    assert "prochaine visite" not in customer.words()
    assert "Vous avez gagné 24 points, 0,48\xa0€ de cagnotte, 2 tampons." in customer.words()


def test_where_there_is_room_the_coupon_stands_below_them(customer: Customer) -> None:
    scenes.goodbye_all(customer)
    said = customer.words()
    assert said.index("Vous aimerez peut-être aussi") < said.index("5,00\xa0€ pour votre prochaine visite")


def test_on_a_low_screen_the_coupon_comes_first(opened: Open) -> None:
    customer = opened(size=LOW)
    scenes.goodbye_all(customer)
    assert "prochaine visite" in customer.words() and "peut-être aussi" not in customer.words()


def test_who_has_no_card_may_like_something_too(customer: Customer) -> None:
    scenes.stranger_suggests(customer)
    assert "Thé vert bio en vrac" in customer.words() and "points" not in customer.words()
