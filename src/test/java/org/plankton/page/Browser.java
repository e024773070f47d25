package org.plankton.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Somebody before a browser, Debian's Chromium: what they see, click and type. They wait for what they look for, as
 * people do, and not longer than {@link #PATIENCE}.
 */
final class Browser implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What tests leave of what they saw. */
    private static final Path PICTURES = Path.of("target/page");

    /** Without what looks for the maker's hosts, and without a sandbox, which root has none of. */
    private static final List<String> ARGUMENTS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars");

    /** Notes in each document when the list has had an image for the first time, in its own milliseconds. */
    private static final String ROWS = "new MutationObserver((changes, watch) => {"
            + " if (!document.querySelector('[data-row]')) return;"
            + " window.rowsSince = performance.now(); watch.disconnect()"
            + " }).observe(document, { childList: true, subtree: true })";

    /**
     * Types what is given into the search, and tells how many milliseconds later the list begins with an image of that
     * name, and has so many.
     */
    private static final String SEARCH = "const [words, name, n, done] = arguments;"
            + " const box = document.querySelector('[type=search]');"
            + " const rows = () => [...document.querySelectorAll('[data-row]')].map(row => row.textContent.trim());"
            + " const watch = new MutationObserver(() => {"
            + "   const names = rows();"
            + "   if (names.length !== n || names[0] !== name) return;"
            + "   watch.disconnect(); done(performance.now() - begin) });"
            + " watch.observe(document, { childList: true, characterData: true, subtree: true });"
            + " const begin = performance.now();"
            + " box.value = words; box.dispatchEvent(new Event('input', { bubbles: true }))";

    private final String address;
    private final ChromeDriver driver;

    /**
     * @param address of the service
     * @param language what the browser asks for: {@code en} or {@code el}
     */
    Browser(String address, String language) {
        this.address = address;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("org.plankton.test.chromium", "/usr/bin/chromium"));
        options.addArguments(ARGUMENTS);
        options.addArguments("--lang=" + language);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        LoggingPreferences logged = new LoggingPreferences();
        logged.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(
                                new File(System.getProperty("org.plankton.test.chromedriver", "/usr/bin/chromedriver")))
                        .usingAnyFreePort()
                        .build(),
                options);
        size(1280, 800);
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of(
                        "origin",
                        URI.create(address).resolve("/").toString(),
                        "permissions",
                        List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", ROWS));
    }

    /** In CSS pixels: 320 is what is left of 1280 at 400 %. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    /** Whether the network is there. */
    void online(boolean isOnline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", !isOnline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** @param path such as {@code /page/images} */
    void open(String path) {
        driver.get(address + path);
    }

    /** How many milliseconds that takes until the list shows images. */
    double openList(String path) {
        open(path);
        return await("to see images", () -> (Number) run("return window.rowsSince ?? null"))
                .doubleValue();
    }

    /** How many milliseconds a search takes until the list has what it is to find. */
    double search(String words, String first, int rows) {
        return ((Number) driver.executeAsyncScript(SEARCH, words, first, rows)).doubleValue();
    }

    String path() {
        return driver.getCurrentUrl().substring(address.length());
    }

    /** As one of the development server's users, who are offered as buttons. */
    void signIn(String user) {
        click(button(user));
        see("header .who");
    }

    // What there is, by what it says

    static By css(String selector) {
        return By.cssSelector(selector);
    }

    /** A button, or what looks like one, that says exactly that, or a picture's worth of it. */
    static By button(String words) {
        return By.xpath("//*[self::button or contains(@class,'button')][normalize-space()=" + quoted(words)
                + " or @aria-label=" + quoted(words) + "]");
    }

    static By link(String words) {
        return By.xpath("//a[normalize-space()=" + quoted(words) + "]");
    }

    /** What is written into, by its label. */
    static By field(String label) {
        return By.xpath("//*[(self::input or self::textarea or self::select) and (@aria-label=" + quoted(label)
                + " or @id=//label[starts-with(normalize-space()," + quoted(label) + ")]/@for)]"
                + " | //label[starts-with(normalize-space()," + quoted(label)
                + ")]//*[self::input or self::textarea or self::select]");
    }

    /** An image in the list. */
    static By row(String name) {
        return By.xpath("//a[@data-row][normalize-space()=" + quoted(name) + "]");
    }

    static By text(String words) {
        return By.xpath("//body//*[text()[contains(normalize-space(.)," + quoted(words) + ")]]");
    }

    private static String quoted(String words) {
        return words.contains("'") ? '"' + words + '"' : "'" + words + "'";
    }

    WebElement see(String selector) {
        return see(css(selector));
    }

    /** The first of those that are shown. */
    WebElement see(By what) {
        return await(
                "to see " + what,
                () -> driver.findElements(what).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    void seeNone(By what) {
        await(
                "to see no " + what,
                () -> driver.findElements(what).stream().noneMatch(WebElement::isDisplayed) ? Boolean.TRUE : null);
    }

    List<String> texts(String selector) {
        return driver.findElements(css(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Waits until it is so, and tells what was waited for if it never is. */
    <T> T await(String what, Supplier<T> found) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                T thing = found.get();
                if (thing != null && !Boolean.FALSE.equals(thing)) {
                    return thing;
                }
            } catch (StaleElementReferenceException e) {
                // it is being drawn again
            }
            if (System.nanoTime() > end) {
                picture("in-vain");
                throw new AssertionError("in vain: " + what + ", at " + path() + "\n"
                        + driver.findElements(css("body:not(:has(dialog[open])), dialog[open]"))
                                .get(0)
                                .getText());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // What people do

    void click(By what) {
        await("to click " + what, () -> {
            try {
                WebElement it = see(what);
                run("arguments[0].scrollIntoView({ block: 'center' })", it); // what stays at an edge may be before it
                it.click();
                return true;
            } catch (WebDriverException e) { // something stands before it, still
                return null;
            }
        });
    }

    void write(By where, String words) {
        WebElement field = see(where);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(words);
    }

    /** A file that is given to a field, which may be hidden. */
    void give(Path file) {
        await(
                        "a field for a file",
                        () -> driver.findElements(css("input[type=file]")).stream()
                                .findFirst()
                                .orElse(null))
                .sendKeys(file.toAbsolutePath().toString());
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What was copied last. */
    String clipboard() {
        return (String) driver.executeAsyncScript(
                "const done = arguments[0]; navigator.clipboard.readText().then(done, e => done('' + e))");
    }

    // What is found of what they see

    /** What axe finds amiss, of WCAG 2.2 at level AA and what is good practice. */
    List<String> amiss() {
        List<String> found = new ArrayList<>();
        for (Rule rule : new AxeBuilder().analyze(driver).getViolations()) {
            found.add(rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes());
        }
        return found;
    }

    /** By how many pixels the page is wider than its window. */
    long overflow() {
        return (Long) run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** What the browser has complained of since that was asked last: errors of scripts, and of the page's policy. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            boolean isAnswer = entry.getMessage().contains("Failed to load resource"); // which the page tells
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !isAnswer) {
                complaints.add(entry.getMessage());
            }
        }
        return complaints;
    }

    /** Whatever has been done, the browser has nothing to complain of. */
    void closeContent() {
        try {
            assertThat(complaints()).isEmpty();
        } finally {
            close();
        }
    }

    void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
