"""Pictures for tests of the camera: codes made here, and the photographs that stand beside the tests."""

from pathlib import Path

import cv2
import numpy as np
import segno

from kiosk.devices.camera_readers import Picture

CODES = Path(__file__).parent / "data" / "codes"


def qr_frame(text: str) -> Picture:
    """A QR code as a camera would see it, in the middle of a grey table of 480 by 360."""
    side = np.array([[0 if cell else 255 for cell in row] for row in segno.make_qr(text).matrix], np.uint8)
    code = np.pad(np.kron(side, np.ones((6, 6), np.uint8)), 24, constant_values=255)
    frame = np.full((360, 480), 128, np.uint8)
    frame[40 : 40 + code.shape[0], 60 : 60 + code.shape[1]] = code
    return cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR)


def still(name: str) -> Picture:
    """One of the photographs, as a camera gives it."""
    picture = cv2.imread(str(CODES / name))
    if picture is None:
        raise FileNotFoundError(name)
    return picture
