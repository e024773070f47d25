package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.format.Inspections.assertTaken;
import static org.plankton.registry.format.Inspections.objection;
import static org.plankton.registry.format.Inspections.virtualSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.DiskFormat;

/** Headers of qcow2 images, VHDs, VDIs and ploop images. */
class ImageHeadersTest {
    @Test
    void aBackingFileIsNotReachedFor() {
        String refused = "the qcow2 image has a backing file";
        assertThat(objection(SampleImages.qcow2().big64(8, 1024).big32(16, 11), DiskFormat.QCOW2))
                .startsWith(refused);
        assertThat(objection(SampleImages.qcow2().big64(8, 1), DiskFormat.QCOW2))
                .startsWith(refused);
        assertThat(objection(SampleImages.qcow2().big64(8, -1), DiskFormat.QCOW2))
                .startsWith(refused);
        assertThat(objection(SampleImages.qcow2().big32(16, 1), DiskFormat.QCOW2))
                .startsWith(refused);
        assertThat(objection(SampleImages.qcow2().big32(4, 2).big64(8, 1024), DiskFormat.QCOW2))
                .startsWith(refused);
    }

    @Test
    void aDataFileIsNotReachedFor() {
        String refused = "the qcow2 image has its data in another file";
        assertThat(objection(SampleImages.qcow2().big64(72, 1 << 2), DiskFormat.QCOW2))
                .startsWith(refused);
        ImageBytes extended =
                SampleImages.qcow2().big32(104, 0x6803f857).big32(108, 3).big32(120, 0x44415441);
        assertThat(objection(extended, DiskFormat.QCOW2)).startsWith(refused);
        assertThat(objection(SampleImages.qcow2().big32(4, 2).big32(72, 0x44415441), DiskFormat.QCOW2))
                .startsWith(refused);
        // Behind the last extension there is none.
        assertTaken(SampleImages.qcow2().big32(112, 0x44415441), DiskFormat.QCOW2);
    }

    @Test
    void onlyKnownFeaturesAreTaken() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            String objection = objection(SampleImages.qcow2().big64(72, 1L << bit), DiskFormat.QCOW2);
            if (bit < 5 && bit != 2) {
                assertThat(objection).isNull();
            } else if (bit != 2) {
                assertThat(objection).startsWith("the qcow2 image has features that are not known here");
            }
        }
        assertTaken(SampleImages.qcow2().big64(80, -1).big64(88, -1), DiskFormat.QCOW2); // compatible ones are
        assertTaken(SampleImages.qcow2().big32(32, 2), DiskFormat.QCOW2); // so is encryption
        assertTaken(SampleImages.qcow2().big32(4, 2).big64(72, 0), DiskFormat.QCOW2);
    }

    @Test
    void aHeaderIsNoLongerThanItsCluster() {
        for (int bits : new int[] {0, 8, 22, 63, -1}) {
            assertThat(objection(SampleImages.qcow2().big32(20, bits), DiskFormat.QCOW2))
                    .startsWith("the qcow2 image has clusters");
        }
        for (int length : new int[] {0, 103, (1 << 16) + 1, -1}) {
            assertThat(objection(SampleImages.qcow2().big32(100, length), DiskFormat.QCOW2))
                    .startsWith("the qcow2 image has a header of a length");
        }
        for (int length : new int[] {(1 << 16) - 104 - 8 + 1, Integer.MAX_VALUE, -1}) {
            ImageBytes extended = SampleImages.qcow2().big32(104, 1).big32(108, length);
            assertThat(objection(extended, DiskFormat.QCOW2)).startsWith("the qcow2 image has a header that goes");
        }
        assertTaken(SampleImages.qcow2().big32(104, 1).big32(108, (1 << 16) - 104 - 8), DiskFormat.QCOW2);
        assertTaken(SampleImages.qcow2().big32(20, 9), DiskFormat.QCOW2);
        assertTaken(SampleImages.qcow2().big32(100, 1 << 16), DiskFormat.QCOW2);
    }

    @Test
    void aClusterFullOfExtensionsEnds() {
        ImageBytes image = SampleImages.qcow2().big32(20, 21).resized(3 << 20);
        for (int offset = 104; offset < image.length(); offset += 8) {
            image.big32(offset, 1);
        }
        assertTaken(image, DiskFormat.QCOW2);
        assertThat(virtualSize(image, DiskFormat.QCOW2)).hasValue(SampleImages.SIZE);
        assertThat(objection(image.resized((2 << 20) - 1), DiskFormat.QCOW2)).contains("ends before its header");
    }

    @Test
    void aVhdWithAParentIsRefused() {
        String refused = "the VHD holds only what differs from another one";
        ImageBytes image = SampleImages.vhd(4);
        assertThat(objection(image, DiskFormat.VHD)).startsWith(refused);
        assertThat(Inspections.begunWith(image, 0x8006).objectionSoFar(DiskFormat.VHD, null))
                .isPresent();
        assertThat(objection(SampleImages.vhd().big32(image.length() - 512 + 60, 4), DiskFormat.VHD))
                .startsWith(refused);
        ImageBytes fixed = SampleImages.fixedVhd();
        assertThat(objection(fixed.big32(fixed.length() - 512 + 60, 4), DiskFormat.VHD))
                .startsWith(refused);
    }

    @Test
    void aVhdIsTheSameAtBothEnds() {
        ImageBytes image = SampleImages.vhd();
        int footer = image.length() - 512;
        String refused = "the VHD ends as another one";
        assertThat(objection(SampleImages.vhd().big32(footer + 60, 2), DiskFormat.VHD))
                .startsWith(refused);
        assertThat(objection(SampleImages.vhd().big64(footer + 48, 1), DiskFormat.VHD))
                .startsWith(refused);
        assertThat(objection(SampleImages.vhd().text(footer, "?"), DiskFormat.VHD))
                .startsWith("the VHD ends before its footer does");
        assertThat(objection(SampleImages.fixedVhd().big32((1 << 16) + 60, 3), DiskFormat.VHD))
                .startsWith(refused);
        for (int type : new int[] {0, 2, 5, -1}) {
            assertThat(objection(SampleImages.vhd(type), DiskFormat.VHD)).startsWith("the VHD is of a type");
        }
    }

    @Test
    void aFixedVhdIsKnownByItsEnd() {
        ImageBytes image = SampleImages.fixedVhd();
        assertThat(virtualSize(image, DiskFormat.VHD)).hasValue(SampleImages.SIZE);
        assertThat(objection(image, DiskFormat.RAW)).contains("but the bytes are a VHD: declare");
        assertTaken(image.resized(image.length() - 1), DiskFormat.VHD); // as old Virtual PCs wrote it
        assertThat(objection(image.resized(image.length() - 2), DiskFormat.VHD)).contains("are not a VHD");
        assertTaken(image.resized(image.length() + 1), DiskFormat.RAW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, -1})
    void aVdiOfASnapshotIsRefused(int type) {
        assertThat(objection(SampleImages.vdi().little32(0x4c, type), DiskFormat.VDI))
                .startsWith("the VDI holds only what differs from another one");
    }

    @Test
    void aVdiIsWholeIfItHasNoParent() {
        assertTaken(SampleImages.vdi().little32(0x4c, 2), DiskFormat.VDI);
        for (int offset : new int[] {0x1a8, 0x1b0, 0x1b8, 0x1c0}) {
            assertThat(objection(SampleImages.vdi().little64(offset, 1L << 56), DiskFormat.VDI))
                    .startsWith("the VDI holds only what differs");
        }
        assertTaken(SampleImages.vdi().little64(0x188, 7).little64(0x198, 7), DiskFormat.VDI);
        assertThat(objection(SampleImages.vdi().little32(0x44, 0x20000), DiskFormat.VDI))
                .startsWith("the VDI is of a version");
    }

    @Test
    void anOldPloopImageHasFewSectors() {
        ImageBytes image = SampleImages.ploop().text(0, "WithoutFreeSpace").little32(40, -1);

        assertTaken(image, DiskFormat.PLOOP);
        assertThat(virtualSize(image, DiskFormat.PLOOP)).hasValue(SampleImages.SIZE);
    }
}
