package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;

class LocationTest {
    @Test
    void isReadWithAndWithoutPercentEncoding() {
        Location location = new Location("u53r-1d", "my images", "a/ü 100% #1.diskdump");

        assertThat(Location.parse("pithos://u53r-1d/my%20images/a/%C3%BC%20100%25%20%231.diskdump"))
                .isEqualTo(location);
        assertThat(Location.parse("pithos%3A//u53r-1d/my images/a/ü 100% %231.diskdump"))
                .isEqualTo(location);
        assertThat(location.uri()).isEqualTo("pithos://u53r-1d/my%20images/a/%C3%BC%20100%25%20%231.diskdump");
        assertThat(Location.parse(location.uri())).isEqualTo(location);
        assertThat(location).hasToString("pithos://u53r-1d/my images/a/ü 100% #1.diskdump");
    }

    @ParameterizedTest
    @CsvSource({
        "pithos, u, c, o",
        "pithos, u53r-1d, my images, a/ü 100% #1.diskdump",
        "pithos, u, c, a://b",
        "files, u, c:, 😀",
        "pithos, u, '', ''"
    })
    void isItsTextAndItsParts(String store, String account, String container, String object) {
        Location location = new Location(store, account, container, object);

        assertThat(location.text()).isEqualTo(store + "://" + account + "/" + container + "/" + object);
        assertThat(location.store()).isEqualTo(store);
        assertThat(location.account()).isEqualTo(account);
        assertThat(location.container()).isEqualTo(container);
        assertThat(location.object()).isEqualTo(object);
        assertThat(new Location(location.text())).isEqualTo(location).hasSameHashCodeAs(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u/c/o",
                "pithos:",
                "pithos://",
                "pithos://u",
                "pithos://u/c",
                "pithos://u/c/",
                "pithos://u//o",
                "pithos:///c/o",
                "pithos:////c/o",
                "pithos:/u/c/o",
                "PITHOS://u/c/o",
                " pithos://u/c/o",
                "pithos://u/c/o/",
                "pithos://u/c//o",
                "pithos://u/../c/o",
                "pithos://u/c/../o",
                "pithos://u/c/./o",
                "pithos://u/%2e%2e/c/o",
                "pithos://u/c/a%2F..%2Fb",
                "pithos://u/c/o#f",
                "pithos://u/c/o?f",
                "pithos://user@host:1/c/o",
                "pithos://*/c/o",
                "pithos://u,v/c/o",
                "pithos://ü/c/o",
                "pithos://u/c/%00",
                "pithos://u/c/a%0d%0ab",
                "pithos://u/c/%ff",
                "pithos://u/c/%ed%a0%80",
                "pithos://u/c/a\ud800",
                "pithos://u/\udc00\ud800/o",
                "file:///etc/passwd",
                "http://127.0.0.1:9/u/c/o",
                "https://u/c/o",
                "swift+config://u/c/o",
                "filesystem:///u/c/o",
                "jar:file:/u/c/o",
                "cinder://u/c/o"
            })
    void anyOtherFormIsRefused(String written) {
        assertThat(TestRegistry.fault(() -> Location.parse(written))).isEqualTo(Fault.Kind.BAD_REQUEST);
    }

    @Test
    void isAsLongAsTheObjectStoreAllows() {
        String longest = "pithos://u/" + "c".repeat(256) + "/" + "😀".repeat(1024);

        assertThat(Location.parse(longest).object().codePoints().count()).isEqualTo(1024);
        assertThat(TestRegistry.fault(() -> Location.parse(longest + "o"))).isEqualTo(Fault.Kind.BAD_REQUEST);
        assertThat(TestRegistry.fault(() -> Location.parse("pithos://u/" + "c".repeat(257) + "/o")))
                .isEqualTo(Fault.Kind.BAD_REQUEST);
    }

    /** The expected value was computed with Python: {@code uuid.uuid5(uuid.NAMESPACE_URL, "pithos://u/c/ü")}. */
    @Test
    void makesAUuidOfVersionFive() {
        assertThat(new Location("u", "c", "ü").uuid()).hasToString("78d033e4-cfa5-55ae-8807-26275302981b");
    }
}
