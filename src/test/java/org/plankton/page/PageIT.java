package org.plankton.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.page.Browser.button;
import static org.plankton.page.Browser.css;
import static org.plankton.page.Browser.field;
import static org.plankton.page.Browser.link;
import static org.plankton.page.Browser.row;
import static org.plankton.page.Browser.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.plankton.cloud.User;

/** What people do on the page, with the whole service behind it: {@code .ci/page}. */
class PageIT extends SamplesOnThePage {
    @Test
    void theNewestDebianIsFoundAndACommandThatStartsItCopied() throws Exception {
        open("bob", "/page/os");

        browser.click(link("Debian 12, November 2026"));
        browser.see(text("log in as"));
        browser.click(button("Copy: openstack"));

        browser.see(css(".heard[role=status]"));
        assertThat(browser.clipboard())
                .startsWith("openstack server create --image "
                        + found(User.BOB, "November 2026").at("/0/id").asText());
    }

    @Test
    void everythingIsReachedByKeys() {
        open("alice", "/page/images");
        browser.see(row("Debian 13"));

        browser.press("/");
        assertThat(browser.focused().getDomAttribute("type")).isEqualTo("search");
        browser.press("debian 13");
        browser.seeNone(row("Ubuntu 24.04 LTS"));
        browser.press(Keys.ARROW_DOWN);
        assertThat(browser.focused().getText()).isEqualTo("Debian 13");
        browser.press(Keys.ENTER);
        browser.see("aside.image");
        browser.await(
                "the focus in the panel",
                () -> browser.focused().getText().equals("Debian 13")
                        && browser.focused().getTagName().equals("h2"));
        browser.press(Keys.ESCAPE);
        browser.seeNone(css("aside.image"));
        browser.await(
                "the focus back in the list",
                () -> browser.focused().getTagName().equals("a"));
        browser.press("?");
        browser.see("dialog[open]");
        browser.press(Keys.ESCAPE);
        browser.seeNone(css("dialog[open]"));
    }

    @Test
    void whatIsShownIsInTheAddress() {
        open("alice", "/page/images");
        browser.write(css("[type=search]"), "debian");
        browser.seeNone(row("Ubuntu 24.04 LTS"));
        browser.click(row("Debian 13"));
        browser.see("aside.image");

        browser.open(browser.path());

        browser.see("aside.image");
        browser.see(row("Debian 13"));
        browser.seeNone(row("Ubuntu 24.04 LTS"));
    }

    @Test
    void aFileIsUploadedWithItsProgressAndItsHash() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("upload.raw"), bytes);
        open("alice", "/page/upload");

        browser.give(file);
        browser.write(field("Name"), "Uploaded on the page");
        browser.click(css("form .answer button:last-child"));
        browser.see("progress");
        browser.see(text("It is uploaded."));

        JsonNode image = found(User.ALICE, "Uploaded on the page").at("/0");
        assertThat(image.at("/size").asInt()).isEqualTo(bytes.length);
        browser.see(
                text(get(User.ALICE, "/catalogue/v1/images/" + image.at("/id").asText())
                        .at("/sha512")
                        .asText()));
        browser.picture("uploaded");
    }

    @Test
    void aFileOfOnesOwnIsRegistered() throws Exception {
        choose("chosen%20here.diskdump", "chosen here.diskdump", "Chosen on the page");
        browser.click(css("form .answer button:last-child"));
        browser.see("aside.image");

        assertThat(found(User.ALICE, "Chosen on the page").at("/0/readiness").asText())
                .isEqualTo("may-not-boot");
    }

    @Test
    void aFileOfAFormatThatIsGlancesIsRegistered() throws Exception {
        choose("%CE%B4%20x.qcow2", "δ x.qcow2", "Ένα qcow2");
        browser.click(button("Add a property"));
        browser.write(css(".other input:nth-child(1)"), "hw:(x)");
        browser.write(css(".other input:nth-child(2)"), "ναι 1");
        browser.click(css("form .answer button:last-child"));
        browser.see("aside.image");

        JsonNode image = found(User.ALICE, "qcow2").at("/0");
        assertThat(image.at("/name").asText()).isEqualTo("Ένα qcow2");
        assertThat(get(User.ALICE, "/catalogue/v1/images/" + image.at("/id").asText())
                        .at("/properties/hw:(x)")
                        .asText())
                .isEqualTo("ναι 1");
    }

    @Test
    void whatTheFileBesideItSaysIsFilledIn() throws Exception {
        String path = store("beside.diskdump");
        client.send(
                "PUT",
                "/cloud/object-store/v1/" + path + ".meta",
                User.ALICE.token(),
                """
                {"name": "Said beside it", "disk_format": "diskdump", "is_public": true,
                 "properties": {"OSFAMILY": "linux", "ROOT_PARTITION": "1", "USERS": "root"}}""",
                "Content-Type",
                "application/octet-stream");
        open("alice", "/page/register?container=images");

        browser.click(text("beside.diskdump"));
        browser.click(button("Fill in what it says"));
        browser.await(
                "the name",
                () -> "Said beside it".equals(browser.see(field("Name")).getDomProperty("value")));
        browser.click(css("form .answer button:last-child"));
        browser.see("aside.image");

        JsonNode image = found(User.ALICE, "Said beside it").at("/0");
        assertThat(image.at("/visibility").asText()).isEqualTo("public");
        assertThat(image.at("/readiness").asText()).isNotEqualTo("may-not-boot");
    }

    @Test
    void fromWhatIsAmissOneGetsToWhereItIsMended() throws Exception {
        choose("amiss.qcow2", "amiss.qcow2", "Mended from below");

        for (String key : List.of("architecture", "os_type")) {
            browser.click(css(".reasons li:first-child button"));
            browser.await("the field of " + key, () -> key.equals(focusedKey()));
            browser.press(key.equals("os_type") ? "linux" : "x86_64");
            browser.await(
                    "its end",
                    () -> !browser.texts(".reasons li:first-child").toString().contains(key));
        }
        browser.click(css("form .answer button:last-child"));
        browser.see("aside.image .badge.ready");
    }

    /** Alice is about to register a file of hers, under that name. */
    private void choose(String stored, String shown, String name) {
        store(stored);
        open("alice", "/page/register?container=images");
        browser.click(text(shown));
        browser.write(field("Name"), name);
    }

    private Object focusedKey() {
        return browser.run("return document.activeElement.closest('[data-key]')?.dataset.key");
    }

    @Test
    void whatKeepsAnImageFromBootingIsMended() throws Exception {
        String id = register("To be mended", "X-Image-Meta-Property-User", "debian");
        open("alice", "/page/images/" + id);

        browser.click(css(".actions .main"));
        browser.see("dialog[open]");
        browser.click(css(".meant button"));
        browser.write(field("OS family"), "");
        browser.run("const s = [...document.querySelectorAll('dialog select')].find(one =>"
                + " [...one.options].some(option => option.value === 'openbsd')); s.value = 'linux';"
                + " s.dispatchEvent(new Event('change', { bubbles: true }));"
                + " s.dispatchEvent(new Event('input', { bubbles: true }))");
        browser.write(field("Root partition"), "1");
        browser.click(css("dialog .answer button:last-child"));
        browser.seeNone(css("dialog[open]"));

        await(id, "/readiness", "ready");
        browser.see("aside.image .badge.ready");
    }

    @Test
    void anImageIsSharedWithThirtyAddressesOfWhichTwoAreWrong() throws Exception {
        String id = register("To be shared");
        open("alice", "/page/images/" + id);
        String addresses = Stream.concat(
                        Stream.of(
                                "bob@example.org",
                                "\"Example, Carol\" <carol@example.org>; Bob@Example.org",
                                "nobody@example.org",
                                "none@example.org"),
                        IntStream.range(0, 26).mapToObj(i -> User.ADMIN.account()))
                .collect(Collectors.joining("\n"));

        browser.click(button("Share…"));
        browser.write(css("dialog textarea"), addresses);
        browser.click(css("dialog .answer button:last-child"));
        browser.see(text("not found: 2"));
        browser.picture("share");
        assertThat(get(User.ALICE, "/catalogue/v1/images/" + id).at("/members")).isEmpty();
        browser.click(css("dialog .answer button:last-child"));
        browser.seeNone(css("dialog[open]"));

        assertThat(get(User.ALICE, "/catalogue/v1/images/" + id).at("/members").findValuesAsText("account"))
                .containsExactlyInAnyOrder(User.BOB.account(), User.CAROL.account(), User.ADMIN.account());
    }

    @Test
    void anOldVersionIsRetiredWithASuccessorAndTakenBack() throws Exception {
        String[] family = {
            "X-Image-Meta-Property-Family",
            "course",
            "X-Image-Meta-Property-Osfamily",
            "linux",
            "X-Image-Meta-Property-Root-Partition",
            "1"
        };
        String old = register("Course, old", family);
        String current = register("Course, new", family);
        open("alice", "/page/images/" + old);

        browser.click(button("Retire…"));
        browser.see(text("Suggested:"));
        browser.click(css("dialog .answer button:last-child"));
        browser.see(text("is retired."));

        assertThat(get(User.ALICE, "/catalogue/v1/images/" + old)
                        .at("/successor/id")
                        .asText())
                .isEqualTo(current);
        browser.click(button("Undo"));
        await(old, "/hidden", "false");
    }

    @Test
    void whoChangedAnImageIsFoundOutAndTheChangeUndone() throws Exception {
        String id = register("As it was");
        client.send("PUT", "/images/" + id, User.ADMIN.token(), "", "X-Image-Meta-Name", "As it should not be");
        open("alice", "/page/images/" + id);

        browser.click(css(".history summary"));
        browser.see(text("Changed"));
        browser.see(text("admin@example.org"));
        browser.click(button("Undo this"));
        browser.see(css("dialog .differences"));
        browser.click(css("dialog .answer button:last-child"));
        browser.see(text("As it was is as it was."));

        await(id, "/name", "As it was");
    }

    @Test
    void whatIsUnregisteredComesBack() throws Exception {
        String id = register("Unregistered by mistake");
        open("alice", "/page/images/" + id);

        browser.click(button("Unregister…"));
        browser.click(css("dialog .answer button:last-child"));
        browser.see(text("is unregistered."));
        assertThat(client.send("GET", "/catalogue/v1/images/" + id, User.ALICE.token())
                        .statusCode())
                .isEqualTo(404);
        browser.click(button("Undo"));
        browser.see(row("Unregistered by mistake"));
    }

    @Test
    void whatIsUnregisteredComesBackByItsAddressToo() {
        String id = register("Unregistered last week");
        client.send("DELETE", "/images/" + id, User.ALICE.token());
        open("alice", "/page/images/" + id);

        browser.click(button("Restore"));

        browser.see("aside.image .boots");
        browser.see(row("Unregistered last week"));
    }

    @Test
    void whatAnImageHasStaysWhateverTheCatalogueSaysOfIt() throws Exception {
        String id = register("Of another spelling", "X-Image-Meta-Property-Exclude-All-Tasks", "true");
        open("alice", "/page/images/" + id);
        browser.click(css(".actions .main"));
        browser.write(css("dialog input"), "Of the same spelling");
        browser.click(css("dialog .answer button:last-child"));
        browser.seeNone(css("dialog[open]"));

        JsonNode image = get(User.ALICE, "/catalogue/v1/images/" + id);
        assertThat(image.at("/name").asText()).isEqualTo("Of the same spelling");
        assertThat(image.at("/properties/exclude_all_tasks").asText()).isEqualTo("true");
    }

    @Test
    void whoIsInvitedFindsTheImageAndAnswers() throws Exception {
        String id = JSON.readTree(client.send(
                                "POST",
                                "/v2/images",
                                User.ALICE.token(),
                                "{\"name\": \"For Bob\", \"visibility\": \"shared\"}",
                                "Content-Type",
                                "application/json")
                        .body())
                .at("/id")
                .asText();
        client.send(
                "POST",
                "/v2/images/" + id + "/members",
                User.ALICE.token(),
                "{\"member\": \"" + User.BOB.account() + "\"}",
                "Content-Type",
                "application/json");
        open("bob", "/page/images?tab=shared");

        browser.click(link("For Bob"));
        browser.click(button("Accept"));

        browser.see(row("For Bob"));
        assertThat(found(User.BOB, "For Bob").at("/0/id").asText()).isEqualTo(id);
    }

    @Test
    void whoGoesToAnotherViewIsAtItsHeading() {
        open("alice", "/page/images");

        for (String view : List.of("Upload", "Properties", "Status", "By OS")) {
            browser.click(link(view));
            browser.await(
                    "the focus in " + view, () -> browser.focused().getTagName().equals("h1"));
        }
    }

    /** Those of other tools are run by their own clients: {@code .ci/openstack}. */
    @Test
    void theCommandOfCurlFetchesTheImagesBytes() throws Exception {
        String id = register("To be fetched");
        open("alice", "/page/images/" + id);
        browser.click(css("[role=tab]:nth-child(3)"));
        browser.click(button("Copy: curl"));

        ProcessBuilder shell = new ProcessBuilder("sh", "-c", browser.clipboard())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("TOKEN", User.ALICE.token());
        Process fetched = shell.start();

        String said = new String(fetched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fetched.waitFor()).as(said).isZero();
        assertThat(folder.resolve(id + ".img")).hasContent("bytes");
    }

    @Test
    void whatIsWrittenIsNotDroppedByOneKey() {
        String id = register("Written for long");
        open("alice", "/page/images/" + id);
        browser.click(css(".actions .main"));
        browser.write(css("dialog input"), "Written to the end");

        browser.press(Keys.ESCAPE);
        assertThat(browser.focused().getText()).isEqualTo("Cancel");
        assertThat(browser.see("dialog input").getDomProperty("value")).isEqualTo("Written to the end");
        browser.press(Keys.ESCAPE);
        browser.seeNone(css("dialog[open]"));
    }

    // When something is not as it should be

    @Test
    void nothingIsLostWhenASessionExpiresInTheMiddleOfAnEdit() throws Exception {
        String id = register("Edited for long");
        open("alice", "/page/images/" + id);
        browser.click(css(".actions .main"));
        browser.write(css("dialog input"), "Edited to the end");

        service.cloud().orElseThrow().astakos().answer(401);
        browser.click(css("dialog .answer button:last-child"));
        browser.see(text("Your session has expired"));
        service.cloud().orElseThrow().heal();
        browser.click(button("alice"));
        browser.seeNone(css("dialog[open]"));

        assertThat(get(User.ALICE, "/catalogue/v1/images/" + id).at("/name").asText())
                .isEqualTo("Edited to the end");
    }

    @Test
    void aPartyThatIsDownIsToldWithTheNameOfTheRequest() {
        open("alice", "/page/register");
        service.cloud().orElseThrow().pithos().answer(503);
        browser.open("/page/register?container=images");

        browser.see(text("The service cannot do this now"));
        assertThat(browser.see(".trouble code").getText()).isNotEmpty();
        service.cloud().orElseThrow().heal();
        browser.click(button("Try again"));
        browser.seeNone(css(".trouble"));
    }

    @Test
    void aTokenThatIsNoneIsRefusedInWords() {
        browser.open("/page/images");
        browser.write(field("Token"), "nobodys-token");
        browser.click(css("form .answer button"));

        browser.see(text("This was not accepted"));
    }

    @Test
    void whatPeopleWriteIsTextWhateverItSays() throws Exception {
        List<String> names = List.of(
                "<img src=x onerror=alert(1)>",
                "\u202eevil\u202c name",
                "🐧 😀 emoji",
                "{{constructor.constructor('alert(1)')()}}",
                "x".repeat(255));
        for (String name : names) {
            register(name, "X-Image-Meta-Property-Description", "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        }
        open("alice", "/page/images?tab=mine");

        for (String name : names) {
            browser.await("to see " + name, () -> browser.texts("[data-row]").contains(name.strip()));
        }
        browser.click(row("<img src=x onerror=alert(1)>"));
        browser.see(text("<script>alert(1)</script>"));
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
        browser.picture("hostile");
    }

    /** The picture that README.md begins with, as {@code docs/page.png}. */
    @Test
    void theListAndAnImageBesideItMakeAPicture() throws Exception {
        open("bob", "/page/images");
        browser.open(
                "/page/images/" + found(User.BOB, "November 2026").at("/0/id").asText());
        browser.see("aside.image .commands");
        browser.see(row("Debian 12, November 2026"));
        browser.picture("readme");
        assertThat(browser.amiss()).isEmpty();
        assertThat(browser.texts("aside .fact dd")).isNotEmpty().noneMatch(String::isBlank);
    }

    @Test
    void whatSomebodyHasChangedIsFoundByTheirAddress() {
        String name = "Changed by Alice alone";
        register(name);
        open("admin", "/page/admin?part=changes");
        browser.see(text(name));

        browser.write(css("input[aria-label='Account or e-mail']"), User.BOB.displayName() + Keys.TAB);
        browser.seeNone(text(name));
        browser.write(css("input[aria-label='Account or e-mail']"), User.ALICE.displayName() + Keys.TAB);

        browser.see(text(name));
        assertThat(browser.path()).contains("account=" + User.ALICE.account());
    }
}
