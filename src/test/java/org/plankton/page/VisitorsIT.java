package org.plankton.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.page.Browser.button;
import static org.plankton.page.Browser.css;
import static org.plankton.page.Browser.field;
import static org.plankton.page.Browser.link;
import static org.plankton.page.Browser.row;
import static org.plankton.page.Browser.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/**
 * The page where visitors are let in, people sign in by passwords, and the service is below a path, as beside others on
 * one server: {@code .ci/page}.
 */
class VisitorsIT {
    private static final String BELOW = "/registry";

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;

    /** Of Alice's images, by their visibility. */
    private static Map<String, String> ids = new HashMap<>();

    private Browser browser;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        Map<String, String> settings = new TreeMap<>(parties.openStackSettings());
        settings.put("plankton.page.public", "true");
        service = Service.startBelow(BELOW, settings);
        for (String visibility : List.of("public", "private")) {
            HttpResponse<String> made = new Client(service.address())
                    .send(
                            "POST",
                            "/v2/images",
                            User.ALICE.token(),
                            """
                            {"name": "Alice's %1$s image", "visibility": "%1$s"}""".formatted(visibility),
                            "Content-Type",
                            "application/json");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            ids.put(visibility, made.body().replaceFirst("(?s).*\"id\": ?\"([0-9a-f-]{36})\".*", "$1"));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    @BeforeEach
    void open() {
        browser = new Browser(service.address(), "en");
        browser.open("/");
    }

    @AfterEach
    void close() {
        browser.closeContent();
    }

    private void signIn(String password) {
        browser.write(field("User"), "alice");
        browser.write(field("Password"), password);
        browser.click(css("form:has([type=password][name=password]) .answer button"));
    }

    @Test
    void visitorsSeeWhatIsPublicAndAreOfferedNothingThatTheyMayNotDo() {
        browser.see(row("Alice's public image"));
        browser.seeNone(row("Alice's private image"));
        browser.click(row("Alice's public image"));

        browser.see("aside.image .boots");
        browser.seeNone(button("Edit"));
        browser.seeNone(button("Share…"));
        browser.seeNone(css(".scopes"));
        assertThat(browser.amiss()).isEmpty();
        browser.picture("visitor");
    }

    @Test
    void whoSignsInByAPasswordIsWhereTheyWereAndWhoSignsOutIsForgotten() {
        browser.click(row("Alice's public image"));
        browser.see("aside.image .boots");
        String where = browser.path();

        browser.click(link("Sign in"));
        signIn("wrong");
        browser.see(text("This was not accepted"));
        signIn(User.ALICE.token());
        browser.see("header .who");

        browser.see(button("Share…"));
        browser.see(row("Alice's private image"));
        assertThat(browser.path()).isEqualTo(where);
        browser.click(css("header .who summary"));
        browser.click(button("Sign out"));
        browser.seeNone(row("Alice's private image"));
        browser.see(row("Alice's public image"));
        assertThat(browser.run("return JSON.stringify({ ...sessionStorage, ...localStorage })"))
                .asString()
                .doesNotContain(User.ALICE.token());
    }

    /** The address, too, that others have of it. */
    @Test
    void aPrivateImageIsToldToNobodyWithoutAccount() {
        browser.open("/page/images?q=private");

        browser.see(text("No image is like that"));
        browser.open("/page/images/" + ids.get("private"));
        browser.see("aside.image .trouble");
        browser.seeNone(css("aside.image .boots"));
        browser.open("/page/images/" + ids.get("public"));
        browser.see("aside.image .boots");
        browser.open("/page/upload");
        browser.see(field("User"));
    }
}
