#!/usr/bin/python3
"""deploy/updates/keys and bundle: a bundle is what RAUC takes, with the keyring that the image gets, and nothing that
was changed or that another signed is.

bundle_test.py UPDATES_DIR
"""
import configparser
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

UPDATES = pathlib.Path(sys.argv.pop(1)).resolve()


def run(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, encoding="utf-8", **options)


class Bundles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "tree").mkdir()
        (cls.folder / "tree/file").write_bytes(bytes(range(256)) * 4096)
        run("mksquashfs", cls.folder / "tree", cls.folder / "root.sqfs", "-noI", "-noD", "-quiet", check=True)
        for name in ("ours", "others"):
            run(UPDATES / "keys", cls.folder / name, check=True)
        cls.good = cls.make("good.raucb", "ours")

    @classmethod
    def make(cls, name, keys, version="1.4.2"):
        output = cls.folder / name
        run(UPDATES / "bundle", "--version", version, "--root", cls.folder / "root.sqfs", "--key",
            cls.folder / keys / "release.key", "--certificate", cls.folder / keys / "release.crt", "--output", output,
            check=True)
        return output

    def rauc(self, *words):
        return run("rauc", "--keyring", self.folder / "ours/update-ca.crt", *words)

    def extract(self, bundle):
        into = self.folder / f"from-{bundle.name}"
        return self.rauc("extract", bundle, into), into / "root.img"

    def test_it_says_what_it_is_and_holds_the_root_to_the_byte(self):
        said = self.rauc("info", "--output-format=shell", self.good)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("RAUC_MF_VERSION='1.4.2'", said.stdout)
        self.assertIn("RAUC_MF_COMPATIBLE='smilepost-kiosk-arm64'", said.stdout)
        done, root = self.extract(self.good)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(root.read_bytes(), (self.folder / "root.sqfs").read_bytes())

    def test_it_is_for_the_machines_that_the_image_says_it_is(self):
        config = configparser.ConfigParser()
        config.read(UPDATES / "system.conf")
        self.assertIn(f"RAUC_MF_COMPATIBLE='{config['system']['compatible']}'",
                      self.rauc("info", "--output-format=shell", self.good).stdout)

    def test_a_changed_payload_is_refused(self):
        damaged = self.folder / "damaged.raucb"
        content = bytearray(self.good.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        done, root = self.extract(damaged)
        self.assertNotEqual(done.returncode, 0)

    def test_a_tail_that_is_missing_is_refused(self):
        short = self.folder / "short.raucb"
        short.write_bytes(self.good.read_bytes()[:-100])
        self.assertNotEqual(self.rauc("info", short).returncode, 0)

    def test_what_another_signed_is_refused(self):
        other = self.make("other.raucb", "others")
        done = self.rauc("info", other)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("signature", (done.stdout + done.stderr).lower())

    def test_wrong_words_are_one_line_and_leave_nothing(self):
        root, key, certificate = self.folder / "root.sqfs", self.folder / "ours/release.key", self.folder / "ours/release.crt"
        output = self.folder / "never.raucb"
        before = sorted(self.folder.iterdir())
        for words in (["--version", "1.4-beta"], ["--version"], ["--rings", "all"], ["--root", self.folder / "missing"],
                      ["--output", self.good], ["--key", ""]):
            full = ["--version", "1", "--root", root, "--key", key, "--certificate", certificate, "--output", output]
            done = run(UPDATES / "bundle", *full, *words)
            self.assertEqual(done.returncode, 2, words)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_keys_are_never_overwritten(self):
        done = run(UPDATES / "keys", self.folder / "ours")
        self.assertEqual(done.returncode, 2)
        self.assertIn("never overwritten", done.stderr)
        for name in ("update-ca.key", "release.key"):
            self.assertEqual((self.folder / "ours" / name).stat().st_mode & 0o777, 0o600)


unittest.main()
