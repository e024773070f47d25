package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.format.Inspections.assertTaken;
import static org.plankton.registry.format.Inspections.begunWith;
import static org.plankton.registry.format.Inspections.objection;
import static org.plankton.registry.format.Inspections.virtualSize;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;

class FormatInspectionTest {
    /** Where all signatures of the start have passed. */
    private static final int START = 0x8006;

    private static final Set<DiskFormat> ANYTHING = EnumSet.of(
            DiskFormat.RAW,
            DiskFormat.DISKDUMP,
            DiskFormat.EXTDUMP,
            DiskFormat.NTFSDUMP,
            DiskFormat.AKI,
            DiskFormat.ARI,
            DiskFormat.AMI);

    private static String word(DiskFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void whatIsDeclaredAsItIsIsTaken() {
        SampleImages.structured().forEach((format, image) -> {
            assertTaken(image, format);
            assertThat(virtualSize(image, format)).hasValue(SampleImages.SIZE);
        });
        assertTaken(SampleImages.fixedVhd(), DiskFormat.VHD);
        assertTaken(SampleImages.iso(), DiskFormat.ISO);
        assertTaken(SampleImages.gpt(), DiskFormat.GPT);
    }

    @ParameterizedTest
    @EnumSource
    void anImageThatIsDeclaredOtherwiseIsRefusedForWhatItIs(DiskFormat declared) {
        SampleImages.structured().forEach((format, image) -> {
            if (format != declared) {
                assertThat(objection(image, declared))
                        .startsWith("disk_format is " + word(declared) + ", but the bytes are a ")
                        .containsIgnoringCase(word(format))
                        .endsWith(": declare what they are, or convert them");
                assertThat(begunWith(image, START).objectionSoFar(declared, ContainerFormat.BARE))
                        .contains(objection(image, declared));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatMayBeAnythingMayBeADiskOrAVolume(DiskFormat declared) {
        for (ImageBytes image : new ImageBytes[] {SampleImages.raw(), SampleImages.gpt(), SampleImages.iso()}) {
            if (ANYTHING.contains(declared)) {
                assertTaken(image, declared);
            } else if (SampleImages.structured().containsKey(declared)) {
                assertThat(objection(image, declared)).startsWith("disk_format is " + word(declared) + ", but");
            }
        }
    }

    @Test
    void bytesThatNobodyKnowsAreNamedByWhatTheyAreNot() {
        assertThat(objection(SampleImages.raw(), DiskFormat.QCOW2))
                .isEqualTo("disk_format is qcow2, but the bytes are not a qcow2 image:"
                        + " declare what they are, or convert them");
        assertThat(objection(SampleImages.raw(), DiskFormat.VHD)).contains("the bytes are not a VHD");
    }

    @Test
    void anIsoMustBeOne() {
        assertThat(objection(SampleImages.gpt(), DiskFormat.ISO)).contains("but the bytes are a disk with a GUID");
        assertThat(begunWith(SampleImages.raw(), START).objectionSoFar(DiskFormat.ISO, null))
                .isPresent();
        assertTaken(SampleImages.raw().text(0x8000, "\0BEA01\u0001"), DiskFormat.ISO); // UDF alone
        assertTaken(SampleImages.withVolume(SampleImages.gpt()), DiskFormat.ISO);
        assertTaken(SampleImages.withVolume(SampleImages.gpt()), DiskFormat.RAW);
        assertTaken(SampleImages.iso().resized(START), DiskFormat.ISO);
        assertThat(objection(SampleImages.iso().resized(START - 1), DiskFormat.ISO))
                .isEqualTo("disk_format is iso, but the upload ends after 32773 bytes, before it can be an ISO image:"
                        + " send all of it");
    }

    @Test
    void aGptMustHaveItsTableAndAProtectiveBootSector() {
        assertTaken(SampleImages.withPartitions(SampleImages.raw()).text(4096, "EFI PART"), DiskFormat.GPT);
        assertTaken(
                SampleImages.raw()
                        .text(446 + 48 + 4, "\u00ee")
                        .text(510, "\u0055\u00aa")
                        .text(512, "EFI PART"),
                DiskFormat.GPT);
        assertTaken(SampleImages.withVolume(SampleImages.gpt()), DiskFormat.GPT);

        assertThat(objection(SampleImages.raw(), DiskFormat.GPT)).contains("are not a disk with a GUID");
        assertThat(objection(SampleImages.withPartitions(SampleImages.raw()), DiskFormat.GPT))
                .contains("but the bytes are a disk with a boot sector");
        assertThat(objection(SampleImages.raw().text(512, "EFI PART"), DiskFormat.GPT))
                .isNotNull();
        assertThat(objection(SampleImages.gpt().text(446 + 4, "\u0083"), DiskFormat.GPT))
                .contains("but the bytes are a disk with a boot sector");
        assertTaken(SampleImages.gpt().resized(520), DiskFormat.GPT);
        assertThat(objection(SampleImages.gpt().resized(519), DiskFormat.GPT)).contains("ends after 519 bytes");
    }

    @Test
    void whatNoWordIsForCanBeNothing() {
        Map.of(
                        "QFI\u00fb\0\0\0\u0001", "a qcow image of another version than 2 and 3: convert them",
                        "QFI\u00fb\0\0\0\u0004", "a qcow image of another version than 2 and 3: convert them",
                        "QED\0", "a QED image: convert them",
                        "COWD", "an extent of a VMDK: convert them",
                        "# Disk DescriptorFile\n", "a descriptor of a VMDK: convert them")
                .forEach((magic, what) -> {
                    for (DiskFormat declared : DiskFormat.values()) {
                        if (declared != DiskFormat.VMDK || !what.contains("VMDK")) {
                            assertThat(objection(SampleImages.raw().text(0, magic), declared))
                                    .isEqualTo("disk_format is " + word(declared) + ", but the bytes are " + what);
                        }
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001f\u008b\b', compressed by gzip: unpack them",
        "'\u00fd7zXZ\0', compressed by xz: unpack them",
        "'\u0028\u00b5\u002f\u00fd', compressed by zstd: unpack them",
        "BZh9, compressed by bzip2: unpack them",
        "'PK\u0003\u0004', a zip archive: unpack them",
        "'LUKS\u00ba\u00be', 'a LUKS volume: declare what they are, or convert them'",
        "'\u00eb\u0052\u0090NTFS    ', 'an NTFS file system: declare what they are, or convert them'"
    })
    void whatHelpsIsSaidOfWhatIsNoImage(String magic, String what) {
        ImageBytes bytes = SampleImages.raw().text(0, magic);

        assertThat(objection(bytes, DiskFormat.QCOW2)).isEqualTo("disk_format is qcow2, but the bytes are " + what);
        ANYTHING.forEach(declared -> assertTaken(bytes, declared));
    }

    @Test
    void archivesAndFileSystemsThatHaveTheirMagicElsewhereAreKnown() {
        assertThat(objection(SampleImages.raw().text(257, "ustar"), DiskFormat.VMDK))
                .contains("but the bytes are a tar archive: unpack them");
        assertThat(objection(SampleImages.raw().text(1080, "\u0053\u00ef"), DiskFormat.VMDK))
                .contains("but the bytes are an ext file system");
    }

    @Test
    void bytesThatAreTwoFormatsAreRefusedWhicheverIsDeclared() {
        for (DiskFormat declared : DiskFormat.values()) {
            assertThat(objection(SampleImages.withVolume(SampleImages.qcow2()), declared))
                    .startsWith("the bytes are a qcow2 image and an ISO image at once")
                    .endsWith(": convert them to one format");
            assertThat(objection(SampleImages.withVhdFooter(SampleImages.qcow2()), declared))
                    .startsWith("the bytes are a qcow2 image and a VHD at once");
            assertThat(objection(SampleImages.withVhdFooter(SampleImages.iso()), declared))
                    .startsWith("the bytes are a VHD and an ISO image at once");
            assertThat(objection(SampleImages.vmdk().little32(0x40, 0xbeda107f), declared))
                    .startsWith("the bytes are a VMDK and a VDI at once");
        }
    }

    @Test
    void bytesThatAreTwoFormatsAreRefusedBeforeTheyEnd() {
        ImageBytes both = SampleImages.withVolume(SampleImages.qcow2());

        assertThat(begunWith(both, START).objectionSoFar(DiskFormat.QCOW2, null))
                .contains(objection(both, DiskFormat.QCOW2));
    }

    @Test
    void nothingIsCertainBeforeTheStartHasBeenSeen() {
        assertThat(begunWith(SampleImages.qcow2(), START - 1).objectionSoFar(DiskFormat.RAW, null))
                .isEmpty();
        assertThat(begunWith(SampleImages.qcow2(), START).objectionSoFar(DiskFormat.RAW, null))
                .isPresent();
    }

    @Test
    void anythingMayStillBecomeAFixedVhd() {
        assertThat(begunWith(SampleImages.raw(), SampleImages.raw().length()).objectionSoFar(DiskFormat.VHD, null))
                .isEmpty();
        assertThat(begunWith(SampleImages.qcow2(), START).objectionSoFar(DiskFormat.VHD, null))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = ContainerFormat.class,
            names = {"BARE"},
            mode = EnumSource.Mode.EXCLUDE)
    void nothingIsSaidOfWhatIsInAnEnvelope(ContainerFormat envelope) {
        FormatInspection inspection = Inspections.of(SampleImages.qcow2());
        for (DiskFormat declared : DiskFormat.values()) {
            assertThat(inspection.objectionSoFar(declared, envelope)).isEmpty();
            assertThat(inspection.objection(declared, envelope)).isEmpty();
            assertThat(inspection.virtualSize(declared, envelope)).isEmpty();
        }
    }

    @Test
    void whatIsNotDeclaredCannotBeWrong() {
        FormatInspection inspection = Inspections.of(SampleImages.qcow2());

        assertThat(inspection.objection(null, null)).isEmpty();
        assertThat(inspection.virtualSize(null, null)).isEmpty();
        assertThat(inspection.objection(DiskFormat.RAW, null)).isPresent();
        assertThat(inspection.virtualSize(DiskFormat.QCOW2, null)).hasValue(SampleImages.SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void noBytesAreNothingWrong(DiskFormat declared) {
        FormatInspection inspection = new FormatInspection();
        inspection.update(new byte[0], 0, 0);
        assertThat(inspection.objectionSoFar(declared, null)).isEmpty();
        inspection.end();

        assertThat(inspection.objection(declared, null)).isEmpty();
        assertThat(inspection.virtualSize(declared, null).isPresent())
                .isEqualTo(EnumSet.of(
                                DiskFormat.RAW,
                                DiskFormat.DISKDUMP,
                                DiskFormat.EXTDUMP,
                                DiskFormat.NTFSDUMP,
                                DiskFormat.GPT)
                        .contains(declared));
        assertThat(inspection.virtualSize(declared, null).orElse(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void lessThanASignatureIsNothing(int length) {
        for (DiskFormat declared : SampleImages.structured().keySet()) {
            ImageBytes start = SampleImages.raw().resized(length);
            assertThat(objection(start, declared)).startsWith("disk_format is " + word(declared) + ", but the ");
        }
        assertThat(objection(SampleImages.qcow2().resized(7), DiskFormat.VHDX))
                .isEqualTo("disk_format is vhdx, but the bytes are a qcow image of another version than 2 and 3:"
                        + " convert them");
        assertThat(objection(SampleImages.raw().resized(7), DiskFormat.QCOW2))
                .isEqualTo("disk_format is qcow2, but the upload ends after 7 bytes, before it can be a qcow2 image:"
                        + " send all of it");
    }

    @Test
    void anImageWhoseHeaderIsCutOffIsRefused() {
        SampleImages.structured().forEach((format, image) -> {
            int cut = format == DiskFormat.VHDX ? SampleImages.ITEMS : 0x44;
            int least = format == DiskFormat.PLOOP ? 63 : cut;
            assertThat(objection(image.resized(least), format))
                    .startsWith("the ")
                    .endsWith(" ends before its header does: send all of it");
            assertThat(virtualSize(image.resized(least), format)).isEmpty();
        });
    }

    @Test
    void theDiskOfWhatIsOneAsItIsIsAsLarge() {
        ImageBytes image = SampleImages.gpt();
        Set<DiskFormat> plain = EnumSet.of(
                DiskFormat.RAW, DiskFormat.DISKDUMP, DiskFormat.EXTDUMP, DiskFormat.NTFSDUMP, DiskFormat.GPT);
        plain.forEach(declared -> assertThat(virtualSize(image, declared)).hasValue(image.length()));
        assertThat(virtualSize(SampleImages.iso(), DiskFormat.ISO)).hasValue(1 << 16);
        for (DiskFormat part : new DiskFormat[] {DiskFormat.AKI, DiskFormat.ARI, DiskFormat.AMI}) {
            assertThat(virtualSize(image, part)).isEmpty();
        }
        assertThat(virtualSize(SampleImages.qcow2(), DiskFormat.VMDK)).isEmpty();
        assertThat(virtualSize(image, DiskFormat.QCOW2)).isEmpty();
    }

    @Test
    void aSizeThatNoDiskHasIsNone() {
        ImageBytes qcow2 = SampleImages.qcow2();
        assertThat(virtualSize(qcow2.big64(24, 1L << 62), DiskFormat.QCOW2)).hasValue(1L << 62);
        assertThat(virtualSize(qcow2.big64(24, (1L << 62) + 1), DiskFormat.QCOW2))
                .isEmpty();
        assertThat(virtualSize(qcow2.big64(24, -1), DiskFormat.QCOW2)).isEmpty();
        assertThat(virtualSize(SampleImages.vmdk().little64(12, 1L << 53), DiskFormat.VMDK))
                .hasValue(1L << 62);
        assertThat(virtualSize(SampleImages.vmdk().little64(12, (1L << 53) + 1), DiskFormat.VMDK))
                .isEmpty();
        assertThat(virtualSize(SampleImages.ploop().little64(36, -1), DiskFormat.PLOOP))
                .isEmpty();
        assertThat(virtualSize(SampleImages.ploop().little64(36, 1L << 55), DiskFormat.PLOOP))
                .isEmpty();
    }

    @Test
    void theEndIsAskedForAfterTheEnd() {
        FormatInspection inspection = begunWith(SampleImages.qcow2(), START);

        assertThatThrownBy(() -> inspection.objection(DiskFormat.QCOW2, null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> inspection.virtualSize(DiskFormat.QCOW2, null))
                .isInstanceOf(IllegalStateException.class);
    }
}
