"""Which use case carries out which request; a request without one answers `not_available`."""

from collections.abc import Mapping
from typing import Any

from kiosk.services import cash, commands, coupons, day, finish, goods, members, payment, returns, staff, status, undo
from kiosk.services.work import UseCase

USE_CASES: Mapping[type[Any], UseCase] = {
    commands.Login: staff.log_in,
    commands.Logout: staff.log_out,
    commands.OpenDay: day.open_day,
    commands.XReport: day.x_report,
    commands.CloseDay: day.close_day,
    commands.Scan: goods.scan,
    commands.Add: goods.add,
    commands.SetQuantity: goods.set_quantity,
    commands.VoidLine: goods.void_line,
    commands.PriceCheck: goods.check_price,
    commands.AgeCheck: goods.answer_age,
    commands.SetMember: members.set_member,
    commands.Coupon: coupons.present_coupon,
    commands.TenderMoney: payment.take,
    commands.CardAnswer: payment.answer_card,
    commands.Finish: finish.finish,
    commands.Undo: undo.undo,
    commands.CancelBasket: undo.cancel_basket,
    commands.Return: returns.give_back,
    commands.Reprint: returns.reprint,
    commands.PaidIn: cash.move_cash,
    commands.PaidOut: cash.move_cash,
    commands.Drop: cash.move_cash,
    commands.NoSaleOpening: cash.open_drawer,
    commands.State: status.tell_state,
    commands.Clock: status.set_clock,
}
