#!/usr/bin/python3
"""What tests/image looks at: it knows the survey's first screen by its picture, and takes no other screen for it.

virtual_kiosk_test.py PICTURES_FOLDER: those that the kiosk's screens are held to.
"""
import pathlib
import struct
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from image_test import FACES, faces_in, shows_console, shows_panel  # noqa: E402
from virtual_kiosk import Picture  # noqa: E402


def paeth(left, above, corner):
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above), (abs(guess - corner), 2, corner))[2]


def unfiltered(kind, line, above, step):
    """PNG, 9.2: each byte is said by how it differs from those left of it and above."""
    for i in range(len(line)):
        left, corner = (line[i - step], above[i - step]) if i >= step else (0, 0)
        line[i] = (line[i] + (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]) & 255
    return line


def ppm_of(png, larger=4):
    """As QEMU gives it: the pictures are a quarter as wide as a display."""
    place, packed = 8, b""
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        content = png[place + 8:place + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", content[:10])
        packed += content if kind == b"IDAT" else b""
        place += 12 + size
    step = {2: 3, 6: 4}[colours]
    assert depth == 8
    rows, above, pixels = zlib.decompress(packed), bytearray(width * step), []
    for y in range(height):
        begin = y * (width * step + 1)
        above = unfiltered(rows[begin], bytearray(rows[begin + 1:begin + 1 + width * step]), above, step)
        pixels.append(b"".join(bytes(above[x:x + 3]) * larger for x in range(0, len(above), step)) * larger)
    return b"P6\n%d %d\n255\n" % (width * larger, height * larger) + b"".join(pixels)


def dimmed(ppm):
    """As a display shows it that nobody touched for a while."""
    head = ppm.index(b"255\n") + 4
    return ppm[:head] + ppm[head:].translate(bytes(value * 3 // 4 for value in range(256)))


def shown(path, folder, change=lambda ppm: ppm):
    (folder / "screen.ppm").write_bytes(change(ppm_of(path.read_bytes())))
    return Picture(folder / "screen.ppm")


def seen_in(*of_picture):
    return faces_in(shown(*of_picture))


def black_but(left, top, width, height, folder):
    """A black display with something bright on it."""
    pixels = bytearray(1280 * 800 * 3)
    for y in range(top, top + height):
        pixels[(y * 1280 + left) * 3:(y * 1280 + left + width) * 3] = b"\xaa" * (width * 3)
    (folder / "screen.ppm").write_bytes(b"P6\n1280 800\n255\n" + pixels)
    return Picture(folder / "screen.ppm")


def main():
    pictures = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        found = seen_in(pictures / "home-en.png", pathlib.Path(name))
        assert found and len(found) == FACES and [it[0] for it in found] == sorted(it[0] for it in found), found
        assert seen_in(pictures / "home-en.png", pathlib.Path(name), dimmed) == found, "not known where the display is dimmed"
        for other in ("follow-up-en", "thank-you-en", "break-en"):
            assert not seen_in(pictures / f"{other}.png", pathlib.Path(name)), other
        assert shows_panel(shown(pictures / "panel-en.png", pathlib.Path(name))), "the staff panel is not known"
        for other in ("home-en", "pin-en"):
            assert not shows_panel(shown(pictures / f"{other}.png", pathlib.Path(name))), other
        assert shows_console(black_but(0, 0, 200, 10, pathlib.Path(name))), "a console's first line is not seen"
        assert not shows_console(black_but(540, 340, 200, 60, pathlib.Path(name))), "the firmware's picture is taken for a console"
        assert not shows_console(shown(pictures / "home-en.png", pathlib.Path(name))), "the survey is taken for a console"
    print(f"the survey is known by its {FACES} faces, and nothing else is taken for it")


main()
