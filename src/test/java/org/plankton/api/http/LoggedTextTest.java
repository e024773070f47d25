package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedTextTest {
    private static final LoggedText TEXT = new LoggedText(List.of("carols-own-token", "x"));

    @ParameterizedTest
    @CsvSource({
        "/images, /images",
        "/v1/images/DEBIAN-12, /v1/images/DEBIAN-12",
        "/images/debian-12-genericcloud-amd64, /images/debian-12-genericcloud-amd64",
        "/images/a11ce000-0000-4000-8000-000000000001/members/, /images/a11ce000-0000-4000-8000-000000000001/members/",
        "/v1/images/x/members/0123456789abcdef0123456789abcdef, /v1/images/x/members/0123456789abcdef0123456789abcdef",
        "/images;X-Auth-Token=t, /images",
        "/images;X-Auth-Token=t/x;b=t/members, /images/x/members",
        "/images%3BX-Auth-Token=t/x, /images/x",
        "/images%3bX-Auth-Token=t, /images",
        "/images%253BX-Auth-Token=t, /images",
        "/images%25%33%42X-Auth-Token=t, /images",
        "/images%zz%3BX-Auth-Token=t, /images%zz",
        "/images%ff%3BX-Auth-Token=t, /images?",
        "/images%3Ba%2Ft/x, /images/x",
        "/images%3FX-Auth-Token=t, /images",
        "/images/%E2%82%AC, /images/???",
        "/a%0D%0Ab, /a??b",
        "/a%20b%22, /a?b?",
        "/images/carols-own-token, /images/…",
        "/images/%63arols-own-token, /images/…",
        "/images/gAAAAABnRk9yX2Z1bl90b2tlbg==, /images/…==",
        "/images/ZVuRfEXqFSNLjsxrwXGMdw==, /images/…==",
        "/images/%5AVuRfEXqFSNLjsxrwXGMdw==, /images/…=="
    })
    void ofAPathThereIsWhatNamesSomething(String sent, String shown) {
        assertThat(TEXT.path(sent)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-image-meta-container-format must be one of aki, ari, ami, bare, ovf",
                "a body must have the Content-Type application/octet-stream",
                "checksum is not that of the body, whose MD5 is 5d41402abc4b2a76b9719d911017c592;"
                        + " nothing of it is kept",
                "there is a file at pithos://a11ce000-0000-4000-8000-000000000001/images/tour.diskdump already",
                "the image would have 129 properties, at most 128 are allowed"
            })
    void whatTheServiceSaysIsToldAsItIs(String message) {
        assertThat(TEXT.line(message)).isEqualTo(message);
    }

    @Test
    void aMessageThatRepeatsATokenDoesNotTellIt() {
        assertThat(TEXT.line("property carols-own-token: a key has at most 93 characters"))
                .isEqualTo("property …: a key has at most 93 characters");
        assertThat(TEXT.line("property q81hzx0pk2m4n6b8v0c2: bad")).isEqualTo("property …: bad");
    }

    @Test
    void aMessageIsOneLineAndNotLong() {
        assertThat(TEXT.line("a\r\n2026-11-28 b\u001b[31m\u2028c\u0085d\u202e")).isEqualTo("a  2026-11-28 b [31m c d ");
        assertThat(TEXT.line("a b".repeat(1000))).hasSizeLessThan(600);
    }

    @Test
    void textThatCanBeDividedInManyWaysIsReadInNoTime() {
        String dashes = "-_".repeat(2000) + "+";

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> TEXT.line(dashes)))
                .isEqualTo("…");
    }

    /** As a server's thread has it: its stack is not larger. */
    @ParameterizedTest
    @ValueSource(strings = {"a-", "A-", "Ab1_", "-_", "a-b.", "%2d", "%252da", ";a", "%25", "a/", "%3b"})
    void textOfAnyLengthIsRead(String part) {
        String text = part.repeat(30_000);

        assertThat(assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> TEXT.path("/images/" + text) + TEXT.line(text)))
                .hasSizeLessThan(1100);
    }

    @Test
    void aRunThatIsLongerThanAnyNameIsHidden() {
        assertThat(TEXT.line("a-".repeat(64) + " " + "a-".repeat(64) + "a")).isEqualTo("a-".repeat(64) + " …");
    }

    @ParameterizedTest
    @CsvSource({
        "/images/un<quo>\\ted/x, /images/…/x",
        "/images/un%3Cquo%3E%5Cted, /images/…",
        "/images/un%253Cquo%253e%255Cted, /images/…",
        "/images/half%3Bother-half, /images/…",
        "/images/half;other-half, /images/…"
    })
    void aTokenIsKnownWhateverIsNotShownOfAPath(String sent, String shown) {
        LoggedText text = new LoggedText(List.of("un<quo>\\ted", "half;other-half"));

        assertThat(text.path(sent)).isEqualTo(shown);
    }

    @Test
    void aStackIsOneLineAndTellsNoToken() {
        String stack = TEXT.stack(new IllegalStateException("bad\ncarols-own-token", new RuntimeException("why")));

        assertThat(stack)
                .doesNotContain("carols-own-token", "\n", "\t")
                .startsWith("java.lang.IllegalStateException: bad | … | at org.plankton.api.http.LoggedTextTest")
                .contains("Caused by: java.lang.RuntimeException: why");
    }
}
