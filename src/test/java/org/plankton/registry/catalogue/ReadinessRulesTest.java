package org.plankton.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Visibility;
import org.plankton.testing.TestCatalogue;

/** A test a row of the rules: what is amiss is found, and nothing is where it is not. */
class ReadinessRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Assessor ASSESSOR =
            new Assessor(TestCatalogue.CATALOGUE, Clock.fixed(NOW, ZoneOffset.UTC), false);

    private static final Map<String, String> COMPLETE = Map.of(
            "osfamily", "linux", "root_partition", "1", "users", "debian", "os", "debian", "description", "Debian 12");
    private static final Map<String, String> COMPLETE_FOR_NOVA =
            Map.of("architecture", "x86_64", "os_type", "linux", "os_distro", "debian", "description", "Debian 12");

    private static Image image(DiskFormat format, Map<String, String> properties) {
        return Image.reserved("8fd5a1c0-2f5b-4a7e-9d0e-3a1b2c3d4e5f", "alice", metadata(format, properties), NOW);
    }

    private static Metadata metadata(DiskFormat format, Map<String, String> properties) {
        return Metadata.NONE
                .withName("Debian")
                .withDiskFormat(format)
                .withContainerFormat(format == null ? null : ContainerFormat.BARE)
                .withProperties(new Properties(properties));
    }

    private static Map<String, String> but(Map<String, String> properties, String... changes) {
        Map<String, String> changed = new HashMap<>(properties);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                changed.remove(changes[i]);
            } else {
                changed.put(changes[i], changes[i + 1]);
            }
        }
        return changed;
    }

    private static Assessment assess(Image image) {
        return ASSESSOR.assess(image, false, "");
    }

    private static List<String> codes(Image image) {
        return assess(image).reasons().stream()
                .map(reason -> reason.rule().code())
                .toList();
    }

    private static List<String> codes(DiskFormat format, Map<String, String> properties) {
        return codes(image(format, properties));
    }

    private static Reason only(Image image) {
        assertThat(assess(image).reasons()).hasSize(1);
        return assess(image).reasons().get(0);
    }

    @ParameterizedTest
    @CsvSource({"DISKDUMP", "EXTDUMP", "NTFSDUMP"})
    void whatIsWhollyDescribedIsReady(DiskFormat format) {
        Map<String, String> said = format == DiskFormat.NTFSDUMP ? but(COMPLETE, "osfamily", "windows") : COMPLETE;

        assertThat(assess(image(format, said)).readiness()).isEqualTo(Readiness.READY);
        assertThat(codes(format, said)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RAW", "QCOW2", "VMDK", "ISO", "AMI"})
    void soIsWhatNovaIsToldOf(DiskFormat format) {
        assertThat(codes(format, COMPLETE_FOR_NOVA)).isEmpty();
    }

    /** Nobody knows yet for whom it is. */
    @Test
    void anImageWithoutAFormatIsHeldToNoPrograms() {
        assertThat(codes(null, Map.of())).isEmpty();
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "osfamily", null), "os-family-missing"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "osfamily", " "), "os-family-missing"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "root_partition", null), "root-partition-missing"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "osfamily", "plan9"), "os-family-unknown"),
                Arguments.of(DiskFormat.EXTDUMP, but(COMPLETE, "osfamily", "Linux"), "os-family-unknown"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "root_partition", "5"), "root-partition-unknown"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "root_partition", "one"), "root-partition-unknown"),
                Arguments.of(DiskFormat.EXTDUMP, but(COMPLETE, "osfamily", "windows"), "format-and-family-differ"),
                Arguments.of(
                        DiskFormat.EXTDUMP, but(COMPLETE, "osfamily", "windows-legacy"), "format-and-family-differ"),
                Arguments.of(DiskFormat.NTFSDUMP, COMPLETE, "format-and-family-differ"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "users", null), "users-missing"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "exclude_all_tasks", "yes"), "nobody-can-log-in"),
                Arguments.of(
                        DiskFormat.DISKDUMP, but(COMPLETE, "exclude_task_changepassword", "TRUE"), "nobody-can-log-in"),
                Arguments.of(
                        DiskFormat.EXTDUMP,
                        but(COMPLETE, "Exclude-Task-EnforcePersonality", "set"),
                        "nobody-can-log-in"),
                Arguments.of(DiskFormat.DISKDUMP, but(COMPLETE, "user", "debian"), "key-nearly-known"),
                Arguments.of(DiskFormat.QCOW2, but(COMPLETE_FOR_NOVA, "OS_FAMILY", "linux"), "key-nearly-known"),
                Arguments.of(DiskFormat.QCOW2, but(COMPLETE_FOR_NOVA, "architecture", null), "architecture-missing"),
                Arguments.of(DiskFormat.RAW, but(COMPLETE_FOR_NOVA, "os_type", null), "os-type-missing"),
                Arguments.of(
                        DiskFormat.RAW, but(COMPLETE_FOR_NOVA, "provided_until", "2026-11-29"), "no-longer-provided"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSaidOfAnImageHasItsReason(DiskFormat format, Map<String, String> properties, String code) {
        assertThat(codes(format, properties)).containsExactly(code);
    }

    @Test
    void theWorstReasonTellsHowReadyItIs() {
        assertThat(assess(image(DiskFormat.DISKDUMP, but(COMPLETE, "users", null)))
                        .readiness())
                .isEqualTo(Readiness.CHECK);
        assertThat(assess(image(DiskFormat.DISKDUMP, but(COMPLETE, "users", null, "osfamily", null)))
                        .readiness())
                .isEqualTo(Readiness.MAY_NOT_BOOT);
    }

    /** snf-image does nothing to it then, and so needs to be told nothing. */
    @Test
    void whatIsPreparedByNobodyNeedsNoFamily() {
        assertThat(codes(DiskFormat.DISKDUMP, Map.of("exclude_all_tasks", "1"))).containsExactly("nobody-can-log-in");
        assertThat(codes(DiskFormat.DISKDUMP, but(COMPLETE, "exclude_all_tasks", "no")))
                .isEmpty();
    }

    @Test
    void whosePasswordIsSetFollowsTheFamily() {
        assertThat(only(image(DiskFormat.DISKDUMP, but(COMPLETE, "users", null)))
                        .places())
                .containsEntry("user", "root");
        assertThat(only(image(DiskFormat.DISKDUMP, but(COMPLETE, "users", null, "osfamily", "windows")))
                        .places())
                .containsEntry("user", "Administrator");
    }

    @ParameterizedTest
    @CsvSource({
        "USER, USERS",
        "OS_FAMILY, OSFAMILY",
        "ROOTPARTITION, ROOT_PARTITION",
        "DESCRIPTON, DESCRIPTION",
        "os-distr, os_distro",
        "hw_disc_bus, hw_disk_bus"
    })
    void aKeyCloseToAKnownOneIsProbablyThat(String key, String known) {
        Reason reason = only(image(DiskFormat.QCOW2, but(COMPLETE_FOR_NOVA, key, "x")));

        assertThat(reason.places()).containsEntry("property", key).containsEntry("suggestion", known);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel_id",
                "Root-Partition",
                "exclude_task_mountimage",
                "osversion",
                "hw_rng_model",
                "hw_video_model",
                "os_require_quiesce",
                "a",
                "my_own_key",
                "ειδος"
            })
    void otherKeysAreNobodysMistake(String key) {
        assertThat(codes(DiskFormat.QCOW2, but(COMPLETE_FOR_NOVA, key, "x")).stream()
                        .filter(code -> code.equals("key-nearly-known")))
                .isEmpty();
    }

    private static Image stored(DiskFormat format, long size, int minDisk) {
        Image image = image(format, COMPLETE_FOR_NOVA);
        return image.withBytes(
                        new Content(
                                new Location("alice", "images", "disk"),
                                1,
                                "ab",
                                null,
                                "",
                                "",
                                OptionalLong.of(size),
                                false),
                        NOW)
                .withMetadata(image.metadata().withMinDisk(minDisk));
    }

    @Test
    void aDiskThatIsLargerThanTheLeastIsFound() {
        long gib = 1L << 30;
        assertThat(codes(stored(DiskFormat.QCOW2, 10 * gib, 10))).isEmpty();
        assertThat(codes(stored(DiskFormat.QCOW2, 10 * gib, 0))).isEmpty();
        assertThat(only(stored(DiskFormat.QCOW2, 10 * gib + 1, 10)).places())
                .containsEntry("minDisk", "10")
                .containsEntry("virtualSize", "10.1 GiB");
    }

    @Test
    void aNameThatTwoHaveIsFound() {
        assertThat(ASSESSOR.assess(image(DiskFormat.DISKDUMP, COMPLETE), true, "")
                        .reasons())
                .singleElement()
                .isEqualTo(new Reason(Rule.NAME_USED_TWICE, Map.of("name", "Debian")));
    }

    @Test
    void whatWasFoundOfTheFileIsTold() {
        Image image = stored(DiskFormat.QCOW2, 1, 1);

        assertThat(only(image.withFinding(Finding.CHANGED, NOW)))
                .isEqualTo(new Reason(Rule.FILE_CHANGED, Map.of("since", "2026-11-30T12:00:00Z")));
        assertThat(codes(image.withFinding(Finding.GONE, NOW))).containsExactly("file-gone");
        assertThat(assess(image.withFinding(Finding.GONE, NOW)).readiness()).isEqualTo(Readiness.MAY_NOT_BOOT);
    }

    @Test
    void whatIsForEverybodySaysWhatItIs() {
        Image image = image(DiskFormat.DISKDUMP, but(COMPLETE, "os", null, "description", null));

        assertThat(codes(image)).isEmpty();
        assertThat(codes(image.withMetadata(image.metadata().withVisibility(Visibility.PUBLIC))))
                .containsExactly("description-missing", "os-missing");
    }

    @Test
    void anImageIsProvidedOnItsLastDay() {
        assertThat(codes(DiskFormat.DISKDUMP, but(COMPLETE, "provided_until", "2026-11-30")))
                .isEmpty();
        assertThat(codes(DiskFormat.DISKDUMP, but(COMPLETE, "provided_until", "2026-11-29T23:00:00Z")))
                .containsExactly("no-longer-provided");
        assertThat(codes(DiskFormat.DISKDUMP, but(COMPLETE, "provided_until", "none")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DISKDUMP, users, debian root, debian",
        "DISKDUMP, osfamily, linux, root",
        "DISKDUMP, osfamily, windows, Administrator",
        "QCOW2, os_admin_user, ubuntu, ubuntu",
        "QCOW2, image_original_user, rocky, rocky",
        "QCOW2, os_type, linux, ",
    })
    void whoLogsInIsToldAsFarAsItIsKnown(DiskFormat format, String key, String value, String name) {
        assertThat(assess(image(format, Map.of(key, value))).logIn()).isEqualTo(name);
    }

    @Test
    void everyRuleHasItsWordsWithNothingLeftOpen() {
        for (Arguments row : rows().toList()) {
            Image image = image((DiskFormat) row.get()[0], properties(row.get()[1]));
            for (Reason reason : assess(image).reasons()) {
                RuleWords words = TestCatalogue.CATALOGUE.words(reason.rule());
                for (String language : List.of("en", "el")) {
                    assertThat(words.words().in(language, reason.places())).doesNotContain("{");
                    assertThat(words.remedy().in(language, reason.places())).doesNotContain("{");
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> properties(Object of) {
        return (Map<String, String>) of;
    }
}
