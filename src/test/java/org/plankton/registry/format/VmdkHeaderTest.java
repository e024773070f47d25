package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.format.Inspections.assertTaken;
import static org.plankton.registry.format.Inspections.objection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.DiskFormat;

class VmdkHeaderTest {
    private static final String PARENT = "the VMDK holds only what differs from its parent";
    private static final String TYPE = "the VMDK has a createType that is not taken";
    private static final String EXTENTS = "the VMDK has extents in other files";

    private static final String EXTENT = "RW 20480 SPARSE \"disk.vmdk\"";

    private static String objectionTo(String part, String instead) {
        return objection(SampleImages.vmdk(SampleImages.DESCRIPTOR.replace(part, instead)), DiskFormat.VMDK);
    }

    @Test
    void oneFileIsTaken() {
        assertThat(objectionTo("monolithicSparse", "streamOptimized")).isNull();
        assertThat(objectionTo("\n", "\r\n")).isNull();
        assertThat(objectionTo("createType=", "createType = ")).isNull();
        assertThat(objectionTo("RW", "RDONLY")).isNull();
        assertThat(objectionTo("parentCID=ffffffff\n", "")).isNull();
        assertThat(objectionTo("disk.vmdk", "a disk, made by call-me-RW.vmdk")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicFlat", "vmfs", "twoGbMaxExtentSparse", "custom", "", "monolithicSparseFlat"})
    void anotherTypeIsRefused(String type) {
        assertThat(objectionTo("monolithicSparse", type)).startsWith(TYPE);
    }

    @Test
    void aTypeIsTheSameWhereverItIsReadFrom() {
        assertThat(objectionTo("version=1", "# createType=\"monolithicFlat\"")).startsWith(TYPE);
        assertThat(objectionTo("version=1", "createType=\"monolithicFlat\"")).startsWith(TYPE);
        assertThat(objectionTo("version=1", "CREATETYPE = monolithicFlat")).startsWith(TYPE);
        assertThat(objectionTo("createType", "x")).startsWith("the VMDK has no createType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RW 20480 FLAT \"disk.vmdk\" 0",
                "RW 20480 VMFS \"disk.vmdk\"",
                "RW 20480 ZERO",
                "RW 20480 VMFSSPARSE \"disk.vmdk\"",
                "RW 20480 VMFSRDM \"disk.vmdk\"",
                "RW 20480 SPARSE \"/etc/passwd\"",
                "RW 20480 SPARSE \"../disk.vmdk\"",
                "RW 20480 SPARSE \"a\\disk.vmdk\"",
                "RW 20480 SPARSE \"nbd:host:1\"",
                "RW 20480 SPARSE \"\"",
                "RW 20480 SPARSE disk.vmdk",
                "RW 20480 SPARSE \"disk.vmdk\" 1",
                "RW 20480 SPARSE \"disk.vmdk\" \"other.vmdk\"",
                "RW -1 SPARSE \"disk.vmdk\"",
                "NOACCESS 20480 SPARSE \"disk.vmdk\"",
                "rw 20480 flat \"disk.vmdk\" 0",
                "RW 10240 SPARSE \"a.vmdk\"\nRW 10240 SPARSE \"b.vmdk\"",
                "RW 10240 SPARSE \"a.vmdk\"\rRW 10240 SPARSE \"b.vmdk\"",
                "RW 10240 SPARSE \"a.vmdk\"\0\0RW 10240 SPARSE \"b.vmdk\"",
                "RW 10240 SPARSE \"a.vmdk\"\n \t\u000bRW 10240 FLAT \"b\u0085.vmdk\"",
                "RW"
            })
    void anExtentInAnotherFileIsRefused(String extent) {
        assertThat(objectionTo(EXTENT, extent)).startsWith(EXTENTS);
    }

    @Test
    void thereIsAnExtent() {
        assertThat(objectionTo(EXTENT, "")).startsWith("the VMDK has no extent");
        assertThat(objectionTo(EXTENT, "#" + EXTENT)).startsWith("the VMDK has no extent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parentCID=b1454157",
                "parentCID=0",
                "parentCID=fffffffff",
                "parentCID=",
                "parentCID=ffffffff\nparentCID=1",
                "parentCID=ffffffff\n#parentCID=1",
                "parentCID=ffffffff\nparentFileNameHint=\"/etc/passwd\"",
                "parentCID=ffffffff\n# parentfilenamehint"
            })
    void aParentIsRefused(String line) {
        assertThat(objectionTo("parentCID=ffffffff", line)).startsWith(PARENT);
    }

    @Test
    void theWholeDescriptorIsRead() {
        ImageBytes image = SampleImages.vmdk();
        assertThat(objection(image.text(21 * 512 - 18, "parentFileNameHint"), DiskFormat.VMDK))
                .startsWith(PARENT);
        assertTaken(SampleImages.vmdk().text(21 * 512, "parentFileNameHint"), DiskFormat.VMDK);
        assertThat(objection(
                        SampleImages.vmdk().little64(36, 64).text(65 * 512 - 18, "parentFileNameHint"),
                        DiskFormat.VMDK))
                .startsWith(PARENT);
    }

    /** QEMU reads 20 sectors up to a zero, even where the header says that there are fewer. */
    @Test
    void aDescriptorThatGoesOnBehindItsEndIsReadOn() {
        String filled = SampleImages.DESCRIPTOR + "#".repeat(512 - SampleImages.DESCRIPTOR.length());
        ImageBytes image = SampleImages.vmdk(filled).little64(36, 1);
        assertTaken(image, DiskFormat.VMDK);
        assertThat(objection(image.text(1024, "\nparentFileNameHint=\"x\""), DiskFormat.VMDK))
                .startsWith(PARENT);

        ImageBytes ended = SampleImages.vmdk().little64(36, 1).text(1024, "\nparentFileNameHint=\"x\"");
        assertTaken(ended, DiskFormat.VMDK);
    }

    @Test
    void theDescriptorIsInTheSecondSector() {
        for (long offset : new long[] {0, 2, 21, 1L << 60, -1}) {
            assertThat(objection(SampleImages.vmdk().little64(28, offset), DiskFormat.VMDK))
                    .startsWith("the VMDK has no descriptor in its second sector");
        }
        for (long size : new long[] {0, 65, 1L << 32, (1L << 32) + 20, Long.MAX_VALUE, -1}) {
            assertThat(objection(SampleImages.vmdk().little64(36, size), DiskFormat.VMDK))
                    .startsWith("the VMDK has no descriptor in its second sector");
        }
        assertTaken(SampleImages.vmdk().little64(36, 1), DiskFormat.VMDK);
        assertTaken(SampleImages.vmdk().little64(36, 64), DiskFormat.VMDK);
        assertThat(objection(SampleImages.vmdk().little64(12, 0), DiskFormat.VMDK))
                .startsWith("the VMDK has no capacity");
    }

    @Test
    void partsOfSeveralFilesAreRefused() {
        assertThat(objection(SampleImages.raw().text(0, "COWD"), DiskFormat.VMDK))
                .startsWith("the VMDK is one of several files");
        assertThat(objection(ImageBytes.ofLength(1024).text(0, SampleImages.DESCRIPTOR), DiskFormat.VMDK))
                .startsWith("the VMDK is a descriptor only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"# disk\nversion=1\n", "# Disk DescriptorFile", "version=3\r\n", " \n#\n\r\n  \nversion=2\nCID=1"
            })
    void whatQemuTakesForADescriptorIsOne(String text) {
        assertThat(objection(ImageBytes.ofLength(1024).text(0, text), DiskFormat.RAW))
                .endsWith("but the bytes are a descriptor of a VMDK: convert them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/sh\nversion=1 x\n", "#\n\nCID=1\nversion=1\n", "version=4\n", "#", "\n\n"})
    void anotherTextIsNone(String text) {
        assertTaken(ImageBytes.ofLength(1024).text(0, text), DiskFormat.RAW);
    }

    @Test
    void aFooterSaysWhatTheHeaderSays() {
        assertTaken(SampleImages.vmdkWithFooter(), DiskFormat.VMDK);
        int footer = SampleImages.vmdkWithFooter().length() - 1024;
        for (int offset : new int[] {12, 20, 28, 36}) {
            assertThat(objection(SampleImages.vmdkWithFooter().little64(footer + offset, 5), DiskFormat.VMDK))
                    .startsWith("the VMDK has a footer that says otherwise");
        }
        assertThat(objection(SampleImages.vmdkWithFooter().text(footer, "?"), DiskFormat.VMDK))
                .startsWith("the VMDK ends before its footer does");
        assertThat(objection(SampleImages.vmdkWithFooter().resized(footer + 1023), DiskFormat.VMDK))
                .startsWith("the VMDK ends before its footer does");
    }
}
