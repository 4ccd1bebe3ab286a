"""`smilepost survey` as survey authors and translators run it: with the kiosk that draws, and with
gettext's own tools.

survey_process_test.py SMILEPOST SOURCE_FOLDER
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

tool, root = sys.argv[1], pathlib.Path(sys.argv[2])
shipped = root / "assets" / "surveys" / "checkout.json"


def run(*arguments):
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
    return subprocess.run([tool, "survey", *map(str, arguments)], capture_output=True, text=True, env=environment)


def in_languages(value, all_languages, kept):
    """The set with fewer languages, whatever its shape."""
    if isinstance(value, list):
        return [in_languages(item, all_languages, kept) for item in value]
    if not isinstance(value, dict):
        return value
    if value and set(value) <= set(all_languages):
        return {tag: value[tag] for tag in kept}
    return {key: in_languages(item, all_languages, kept) for key, item in value.items()}


class Survey(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.set = self.folder / "set.json"
        whole = json.loads(shipped.read_text(encoding="utf-8"))
        self.small = {**in_languages(whole, whole["languages"], ["en", "de"]), "languages": ["en", "de"]}
        self.write(self.small)

        self.english = {**in_languages(self.small, ["en", "de"], ["en"]), "languages": ["en"]}

    def write(self, content):
        self.set.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def test_check_draws_on_every_display_and_counts(self):
        self.write(self.english)
        checked = run("check", self.set)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.assertIn("10 of 10, 21.5 inch, 1920 × 1080, standing: good\n", checked.stdout)
        self.assertIn("1 of 1 files can be read; all is good\n", checked.stdout)

    def test_check_names_what_does_not_fit_and_what_cannot_be_read(self):
        text = json.dumps(self.english, ensure_ascii=False)
        self.set.write_text(text.replace("Very bad", "ᏣᎳᎩ"), encoding="utf-8")
        broken = self.folder / "broken.json"
        broken.write_text("{}")
        checked = run("check", self.set, broken)
        self.assertEqual(checked.returncode, 1)
        self.assertIn(f"{broken}: ", checked.stdout)
        self.assertIn("no font has all of its letters", checked.stdout)
        self.assertIn("1 of 2 files can be read; there is something to mend\n", checked.stdout)

    def test_preview_draws_pictures_and_a_page(self):
        into = self.folder / "shown"
        drawn = run("preview", self.set, "--language", "de", "--size", "640x400", "--pictures", into)
        self.assertEqual(drawn.returncode, 0, drawn.stdout + drawn.stderr)
        pictures = list((into / "de").glob("*.png"))
        self.assertGreater(len(pictures), 5)
        page = (into / "index.html").read_text(encoding="utf-8")
        for picture in pictures:
            self.assertIn(f'src="de/{picture.name}"', page)

    def test_preview_hands_a_wrong_size_on_to_the_kiosk(self):
        refused = run("preview", self.set, "--size", "huge")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--window takes a size", refused.stderr)

    def test_gettext_takes_what_is_exported(self):
        for name, arguments in (("de.po", ["--language", "de"]), ("texts.pot", [])):
            file = self.folder / name
            self.assertEqual(run("export", shipped, "--to", file, *arguments).returncode, 0)
            judged = subprocess.run(["msgfmt", "--check-format", "--check-domain", "--statistics", "-o", "/dev/null", file],
                                    capture_output=True, text=True)
            self.assertEqual(judged.returncode, 0, judged.stderr)
            self.assertNotIn("warning", judged.stderr)

    def test_what_gettexts_tools_write_is_taken(self):
        po, pot = self.folder / "de.po", self.folder / "texts.pot"
        run("export", self.set, "--to", po, "--language", "de")
        run("export", self.set, "--to", pot)
        merged = subprocess.run(["msgmerge", "--quiet", "--width=40", "--update", po, pot], capture_output=True, text=True)
        self.assertEqual(merged.returncode, 0, merged.stderr)
        imported = run("import", self.set, "--from", po)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertEqual(json.loads(self.set.read_text(encoding="utf-8")), self.small)


unittest.main(argv=sys.argv[:1])
