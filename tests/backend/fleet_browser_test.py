"""The fleet's pages as an administrator uses them: in a real browser, by clicks alone, from the first link on."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from backend_process import Backend, Kiosk

PASSWORD = "four words of mine"
PATIENCE_S = 60


def open_browser(profile):
    options = webdriver.ChromeOptions()
    for word in ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900",
                 f"--user-data-dir={profile}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


class Desk:
    """An administrator before the screen. What a page asks for is looked up by what it says."""

    def __init__(self, browser, base):
        self.browser, self.base = browser, base

    def open(self, path):
        self.browser.get(self.base + path)

    def sees(self, text):
        WebDriverWait(self.browser, PATIENCE_S).until(lambda _: text in self.words(), f"the page does not say: {text}")

    def words(self):
        """All that the page says; nothing while it makes room for the next one."""
        try:
            return self.browser.find_element(By.TAG_NAME, "body").text
        except WebDriverException:
            return ""

    def fill(self, **fields):
        for name, text in fields.items():
            field = self.browser.find_element(By.NAME, name)
            field.clear()
            field.send_keys(text)

    def choose(self, name, text, within="body"):
        field = self.browser.find_element(By.CSS_SELECTOR, f"{within} select[name={name}]")
        Select(field).select_by_visible_text(text)

    def press(self, words, within="//body"):
        """Presses a button or a link, and waits for the page that comes of it."""
        old = self.browser.find_element(By.TAG_NAME, "html")
        self.browser.find_element(By.XPATH, f"{within}//*[self::button or self::a][normalize-space()='{words}']").click()
        WebDriverWait(self.browser, PATIENCE_S).until(lambda _: self.is_gone(old), f"nothing came of: {words}")

    def unfold(self, words):
        self.browser.find_element(By.XPATH, f"//summary[normalize-space()='{words}']").click()

    @staticmethod
    def is_gone(element):
        try:
            element.is_enabled()
            return False
        except WebDriverException:
            return True

    def complaints(self):
        """What the browser refused, or a script stumbled over; a page that was denied is none."""
        return [entry["message"] for entry in self.browser.get_log("browser")
                if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]]


def set_up(desk, link):
    desk.browser.get(link)
    desk.fill(name="Anna", password=PASSWORD, again=PASSWORD)
    desk.press("Save and sign in")
    desk.sees("Sign out")


def accept(desk, ask_again):
    """The kiosk comes in when it asks again."""
    desk.press("Fleet")
    desk.sees("It waits to be accepted.")
    desk.press("Refuse")
    desk.unfold("1 kiosk was refused")
    desk.press("Accept")
    assert ask_again().status == 201
    desk.open("/fleet")
    assert "It waits to be accepted." not in desk.browser.page_source
    desk.press("Checkout")
    desk.sees("How it is")


def move(desk):
    desk.fill(label="Exit", place="Berlin 3")
    desk.press("It was moved there")
    desk.sees("Berlin 3")
    assert desk.browser.find_element(By.TAG_NAME, "h1").text.startswith("Exit")
    desk.sees("Until")


def group(desk):
    kiosk = desk.browser.current_url
    desk.press("Groups")
    desk.browser.find_elements(By.NAME, "group")[-1].send_keys("Exits")
    new = desk.browser.find_elements(By.NAME, "ring")[-1]
    Select(new).select_by_visible_text("canary")
    desk.press("Make it")
    desk.sees("Exits")
    desk.browser.get(kiosk)
    desk.choose("group", "Exits")
    desk.press("Change group")
    assert Select(desk.browser.find_element(By.NAME, "group")).first_selected_option.text == "Exits"


def release(desk):
    kiosk = desk.browser.current_url
    desk.open("/fleet")
    desk.press("Releases")
    desk.choose("ring", "canary")
    desk.press("Offer …")
    desk.sees("Offer 1.5 to canary?")
    desk.press("Offer it")
    desk.sees("Offered to canary.")
    desk.sees("Anna")
    desk.press("Pause")
    desk.sees("Paused: nobody further is offered it.")
    desk.press("Withdraw …")
    desk.sees("Withdraw 1.5?")
    desk.press("Withdraw it")
    desk.sees("Withdrawn.")
    assert "Withdraw …" not in desk.browser.page_source
    desk.browser.get(kiosk)


def revoke(desk):
    desk.press("Revoke …")
    desk.sees("No, go back")
    desk.press("No, go back")
    assert "It is revoked" not in desk.browser.page_source, "revoked before it was asked once more"
    desk.press("Revoke …")
    desk.press("Revoke it", within="//section[contains(@class,'confirm')]")
    desk.sees("It is revoked")
    desk.sees("Take it back")


def sign_out(desk):
    desk.press("Sign out")
    desk.open("/fleet")
    desk.sees("Sign in")
    assert "Exit" not in desk.words()


def main(program, made_kiosk, tool):
    with tempfile.TemporaryDirectory() as state, tempfile.TemporaryDirectory() as profile, \
            Backend(program, state) as backend:
        link = backend.process.stdout.readline().split()[-1]
        code = subprocess.run([tool, "enrol-code", "--acceptance", "--socket", f"{backend.state}/admin.sock"],
                              capture_output=True, text=True, check=True).stdout.strip()
        bundle = Path(state) / "smilepost-1.5.raucb"
        bundle.write_bytes(b"hsqs: as RAUC writes one" + bytes(range(200)) + (200).to_bytes(8, "big"))
        subprocess.run([tool, "release", "add", bundle, "--version", "1.5", "--socket", f"{backend.state}/admin.sock"], check=True)
        kiosk = Kiosk(made_kiosk, code, "Checkout", ["4"])

        def ask():
            return backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment)
        assert ask().status == 202
        browser = open_browser(profile)
        try:
            desk = Desk(browser, backend.base)
            set_up(desk, link)
            accept(desk, ask)
            for step in (move, group, release, revoke, sign_out):
                step(desk)
                assert not desk.complaints(), (step.__name__, desk.complaints())
        finally:
            if os.environ.get("SMILEPOST_SCREENSHOT"):
                browser.save_screenshot(os.environ["SMILEPOST_SCREENSHOT"])
            browser.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
