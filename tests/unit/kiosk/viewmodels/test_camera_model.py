"""When a cashier hears of the camera: once, while selling, and never of what is over."""

import pytest

from kiosk.viewmodels.camera_model import CameraModel
from kiosk.viewmodels.message_model import MessageModel


@pytest.fixture
def messages(qapp: object) -> MessageModel:
    return MessageModel()


@pytest.fixture
def camera(messages: MessageModel) -> CameraModel:
    return CameraModel(messages)


def said(messages: MessageModel) -> str:
    return messages.current.code if messages.current else ""


def test_what_failed_before_anybody_came_is_said_to_who_comes_once(camera: CameraModel, messages: MessageModel) -> None:
    camera.fail("camera_missing")
    assert said(messages) == ""
    camera.attend(True)
    assert said(messages) == "camera_missing"
    messages.clear()
    camera.attend(True)
    assert said(messages) == "", "the next sale does not repeat it"


def test_the_next_person_is_told_too(camera: CameraModel, messages: MessageModel) -> None:
    camera.attend(True)
    camera.fail("camera_lost")
    assert said(messages) == "camera_lost"
    messages.clear()
    camera.attend(False)
    camera.attend(True)
    assert said(messages) == "camera_lost"


def test_it_is_taken_back_when_the_camera_sees_again(camera: CameraModel, messages: MessageModel) -> None:
    camera.attend(True)
    camera.fail("camera_lost")
    camera.fail("")
    assert said(messages) == ""
    camera.attend(False)
    camera.attend(True)
    assert said(messages) == ""


def test_another_message_stays(camera: CameraModel, messages: MessageModel) -> None:
    camera.attend(True)
    camera.fail("camera_lost")
    messages.say("cash_moved")
    camera.fail("")
    assert said(messages) == "cash_moved"


def test_darkness_is_said_once_to_each_person_and_an_even_mat_never(camera: CameraModel, messages: MessageModel) -> None:
    camera.attend(True)
    camera.fail("camera_dark")
    assert said(messages) == "camera_dark"
    camera.fail("")
    camera.fail("camera_dark")
    assert said(messages) == ""
    camera.attend(False)
    camera.attend(True)
    assert said(messages) == "camera_dark"
    camera.fail("camera_covered")
    assert said(messages) == ""


def test_a_camera_lost_again_is_said_again(camera: CameraModel, messages: MessageModel) -> None:
    camera.attend(True)
    for _ in range(2):
        camera.fail("camera_lost")
        assert said(messages) == "camera_lost"
        camera.fail("")
