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
    def make(cls, name, keys, version="1.4.2", key="release"):
        output = cls.folder / name
        run(UPDATES / "bundle", "--version", version, "--root", cls.folder / "root.sqfs", "--key",
            cls.folder / keys / f"{key}.key", "--certificate", cls.folder / keys / f"{key}.crt", "--output", output,
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

    def test_a_further_release_key_is_one_that_kiosks_know(self):
        keys = self.folder / "ours"
        before = {file.name: file.read_bytes() for file in keys.iterdir()}
        for name in ("release-2", "release-3"):
            done = run(UPDATES / "keys", "--release", keys)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(f"{name}.key", done.stdout)
            bundle = self.make(f"{name}.raucb", "ours", key=name)
            self.assertEqual(self.rauc("info", bundle).returncode, 0)
            self.assertEqual((keys / f"{name}.key").stat().st_mode & 0o777, 0o600)
        after = {file.name: file.read_bytes() for file in keys.iterdir()}
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual(sorted(after.keys() - before.keys()),
                         ["release-2.crt", "release-2.key", "release-3.crt", "release-3.key"])
        self.assertNotEqual(after["release-2.key"], after["release-3.key"])

    def test_no_release_key_without_the_update_key_that_fits(self):
        keys = self.folder / "apart"
        shutil.copytree(self.folder / "others", keys)
        (keys / "update-ca.key").unlink()
        before = sorted(keys.iterdir())
        done = run(UPDATES / "keys", "--release", keys)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done.stderr)
        self.assertIn("update-ca.key", done.stderr)
        self.assertEqual(sorted(keys.iterdir()), before)
        shutil.copy(keys / "release.key", keys / "update-ca.key")  # another's
        done = run(UPDATES / "keys", "--release", keys)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done.stderr)
        self.assertEqual(sorted(keys.iterdir()), sorted([*before, keys / "update-ca.key"]))

    def test_keys_says_what_it_does(self):
        done = run(UPDATES / "keys", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--release FOLDER", done.stdout)
        self.assertNotIn("set -eu", done.stdout)


unittest.main()
