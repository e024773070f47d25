package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.format.Inspections.assertTaken;
import static org.plankton.registry.format.Inspections.objection;
import static org.plankton.registry.format.Inspections.virtualSize;
import static org.plankton.registry.format.SampleImages.ITEMS;
import static org.plankton.registry.format.SampleImages.METADATA;

import org.junit.jupiter.api.Test;
import org.plankton.registry.image.DiskFormat;

class VhdxHeaderTest {
    private static final String DAMAGED = "the VHDX has a damaged header";
    private static final String LOG = "the VHDX was not closed";
    private static final String PARENT = "the VHDX holds only what differs from another one";

    private static final int TABLE_1 = 3 << 16;
    private static final int TABLE_2 = 4 << 16;

    private static String objectionTo(ImageBytes image) {
        return objection(image, DiskFormat.VHDX);
    }

    private static ImageBytes header(ImageBytes image, int copy, long number, long log) {
        int offset = copy << 16;
        return image.little64(offset + 8, number).little64(offset + 56, log).checksum(offset, 4096);
    }

    /** The sample with a number in both of its tables of regions. */
    private static ImageBytes withRegion(int offset, long value) {
        return SampleImages.vhdx()
                .little64(TABLE_1 + offset, value)
                .checksum(TABLE_1, 1 << 16)
                .copy(TABLE_1, 1 << 16, TABLE_2);
    }

    @Test
    void aParentIsRefused() {
        assertThat(objectionTo(SampleImages.vhdx().little32(ITEMS + 4, 2))).startsWith(PARENT);
        assertThat(objectionTo(SampleImages.vhdx().little32(ITEMS + 4, 3))).startsWith(PARENT);
        assertTaken(SampleImages.vhdx().little32(ITEMS + 4, 1), DiskFormat.VHDX);
        assertThat(objectionTo(SampleImages.vhdx()
                        .little16(METADATA + 10, 3)
                        .guid(METADATA + 96, "a8d35f2d-b30b-454d-abf7-d3d84834ab0c")))
                .startsWith(PARENT);
    }

    @Test
    void aLogThatWouldWriteAnythingAnewIsRefused() {
        assertThat(objectionTo(header(SampleImages.vhdx(), 2, 2, 7))).startsWith(LOG);
        assertThat(objectionTo(header(SampleImages.vhdx(), 1, 3, 7))).startsWith(LOG);
        assertThat(objectionTo(header(SampleImages.vhdx(), 1, -1, 7))).startsWith(LOG);
        assertThat(objectionTo(header(SampleImages.vhdx(), 1, 2, 7))).startsWith(LOG); // neither is the later one
        assertTaken(header(SampleImages.vhdx(), 1, 1, 7), DiskFormat.VHDX);
        assertThat(objectionTo(header(SampleImages.vhdx(), 1, 1, 7).text(2 << 16, "?")))
                .startsWith(LOG);
    }

    @Test
    void oneHeaderIsWhole() {
        assertTaken(SampleImages.vhdx().text(2 << 16, "?"), DiskFormat.VHDX);
        assertTaken(SampleImages.vhdx().little64((2 << 16) + 56, 7), DiskFormat.VHDX); // its checksum is wrong
        assertThat(objectionTo(SampleImages.vhdx().text(1 << 16, "?").text(2 << 16, "?")))
                .startsWith(DAMAGED);
    }

    @Test
    void bothTablesOfRegionsSayTheSame() {
        assertThat(objectionTo(SampleImages.vhdx().little32(TABLE_1 + 4, 1))).startsWith(DAMAGED);
        assertThat(objectionTo(SampleImages.vhdx().little32(TABLE_2 + 4, 1))).startsWith(DAMAGED);
        assertThat(objectionTo(
                        SampleImages.vhdx().little64(TABLE_2 + 64, METADATA + 1).checksum(TABLE_2, 1 << 16)))
                .startsWith(DAMAGED);
        assertThat(objectionTo(withRegion(0, 0x69676572 ^ 1))).startsWith(DAMAGED);
    }

    @Test
    void theMetadataAreOnceAndFurtherOn() {
        for (int count : new int[] {0, 1, 2048, Integer.MAX_VALUE, -1}) {
            assertThat(objectionTo(withRegion(8, Integer.toUnsignedLong(count))))
                    .startsWith(DAMAGED);
        }
        assertTaken(withRegion(8, 2047), DiskFormat.VHDX);
        ImageBytes twice = SampleImages.vhdx()
                .copy(TABLE_1 + 48, 32, TABLE_1 + 16)
                .checksum(TABLE_1, 1 << 16)
                .copy(TABLE_1, 1 << 16, TABLE_2);
        assertThat(objectionTo(twice)).startsWith(DAMAGED);
        assertThat(objectionTo(withRegion(64, 0))).contains("out of order");
        assertThat(objectionTo(withRegion(64, (5 << 16) - 1))).contains("out of order");
        assertThat(objectionTo(withRegion(64, -1))).startsWith(DAMAGED);
        assertThat(objectionTo(withRegion(64, Long.MAX_VALUE))).contains("out of order");
        assertThat(objectionTo(withRegion(64, 1L << 62))).contains("ends before its header");
        assertThat(objectionTo(withRegion(64, METADATA + 512))).startsWith(DAMAGED);
    }

    @Test
    void theItemsAreOnceAndBehindTheirTable() {
        assertThat(objectionTo(SampleImages.vhdx().text(METADATA, "?"))).startsWith(DAMAGED);
        for (int count : new int[] {0, 1, 2047, 0xffff}) {
            ImageBytes image = SampleImages.vhdx().little16(METADATA + 10, count);
            if (count == 2047) {
                assertTaken(image, DiskFormat.VHDX);
            } else {
                assertThat(objectionTo(image)).startsWith(DAMAGED);
            }
        }
        assertThat(objectionTo(SampleImages.vhdx()
                        .copy(METADATA + 32, 32, METADATA + 96)
                        .little16(METADATA + 10, 3)))
                .startsWith(DAMAGED);
        assertThat(objectionTo(SampleImages.vhdx().little32(METADATA + 48, 0))).isNotNull();
        assertThat(objectionTo(SampleImages.vhdx().little32(METADATA + 48, (1 << 16) - 1)))
                .contains("out of order");
        assertThat(objectionTo(SampleImages.vhdx().little32(METADATA + 80, -1))).startsWith(DAMAGED);
        assertThat(objectionTo(SampleImages.vhdx().little32(METADATA + 48, -1).little32(METADATA + 80, -1)))
                .contains("ends before its header");
    }

    @Test
    void itemsMayBeInEitherOrder() {
        ImageBytes image = SampleImages.vhdx()
                .little32(METADATA + 48, (1 << 16) + 100)
                .little32(METADATA + 80, 1 << 16)
                .little64(ITEMS, 12345);
        assertTaken(image, DiskFormat.VHDX);
        assertThat(virtualSize(image, DiskFormat.VHDX)).hasValue(12345);
        assertThat(objectionTo(image.little32(ITEMS + 104, 2))).startsWith(PARENT);
    }
}
