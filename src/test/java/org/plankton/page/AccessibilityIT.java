package org.plankton.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.page.Browser.button;
import static org.plankton.page.Browser.css;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.plankton.cloud.User;

/** Whoever comes can use the page, as far as axe can tell, and it has room: in each view, size, language and light. */
class AccessibilityIT extends SamplesOnThePage {
    private static final Map<String, String> VIEWS = Map.of(
            "door", "",
            "list", "/page/images",
            "nothing", "/page/images?q=nothingislikethat",
            "os", "/page/os",
            "properties", "/page/properties",
            "status", "/page/status",
            "register", "/page/register?container=images",
            "upload", "/page/upload",
            "none", "/page/nothing",
            "image", "/page/images/");

    @Test
    void axeFindsNothingAmissInAnyViewSizeLanguageAndLight() throws Exception {
        String image =
                found(User.ALICE, "HY-345 ΗΥ-345".split(" ")[1]).at("/0/id").asText();
        for (String language : List.of("en", "el")) {
            browser.close();
            browser = new Browser(service.address(), language);
            look("door-" + language, "/page/images");
            browser.signIn("alice");
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                if (!view.getValue().isEmpty()) {
                    String path = view.getKey().equals("image") ? view.getValue() + image : view.getValue();
                    look(view.getKey() + "-" + language, path);
                }
            }
        }
    }

    @Test
    void axeFindsNothingAmissInAnyDialog() throws Exception {
        String id = register("In dialogs", "X-Image-Meta-Property-User", "debian");
        Map<String, By> openers = Map.of(
                "share", button("Share…"),
                "edit", css(".actions .main"),
                "retire", button("Retire…"),
                "visibility", button("Visibility…"),
                "unregister", button("Unregister…"),
                "keys", css(".corner button:not(.language)"));
        open("alice", "/page/images/" + id);
        for (Map.Entry<String, By> opener : openers.entrySet()) {
            browser.click(opener.getValue());
            lookAtDialog(opener.getKey());
        }

        browser.open("/page/images?tab=mine");
        browser.click(css("thead input[type=checkbox]"));
        for (String doing : List.of("Share…", "Retire…", "Unregister…")) {
            browser.click(button(doing));
            lookAtDialog("bulk-" + doing.toLowerCase(Locale.ROOT).replace("…", ""));
        }
    }

    private void lookAtDialog(String name) {
        browser.see("dialog[open]");
        for (int width : new int[] {1280, 320}) {
            browser.size(width, width == 1280 ? 800 : 256);
            for (boolean isDark : new boolean[] {false, true}) {
                browser.dark(isDark);
                assertThat(browser.amiss())
                        .as(name + " at " + width + (isDark ? ", dark" : ""))
                        .isEmpty();
                browser.picture("dialog-" + name + "-" + width + (isDark ? "-dark" : ""));
            }
            assertThat(browser.overflow()).as(name + " at " + width).isLessThanOrEqualTo(0);
        }
        browser.dark(false);
        browser.size(1280, 800);
        browser.press(Keys.ESCAPE);
        browser.seeNone(css("dialog[open]"));
    }

    private void look(String name, String path) {
        for (int width : new int[] {1280, 360, 320}) {
            browser.size(width, width == 1280 ? 800 : width == 360 ? 640 : 256);
            browser.open(path);
            browser.see("h1");
            browser.seeNone(css(".loading"));
            for (boolean isDark : new boolean[] {false, true}) {
                browser.dark(isDark);
                assertThat(browser.amiss())
                        .as(name + " at " + width + (isDark ? ", dark" : ""))
                        .isEmpty();
                browser.picture(name + "-" + width + (isDark ? "-dark" : ""));
            }
            assertThat(browser.overflow()).as(name + " at " + width).isLessThanOrEqualTo(0);
            assertThat(browser.complaints()).isEmpty();
        }
        browser.dark(false);
        browser.size(1280, 800);
    }

    @Test
    void administratorsHaveAPageOfTheirOwn() {
        browser.open("/page/images");
        browser.signIn("admin");
        for (String part : List.of("images", "changes", "drifted", "numbers")) {
            look("admin-" + part, "/page/admin?part=" + part);
        }
    }
}
