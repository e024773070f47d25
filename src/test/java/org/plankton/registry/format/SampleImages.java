package org.plankton.registry.format;

import java.util.EnumMap;
import java.util.Map;
import org.plankton.registry.image.DiskFormat;

/** One good image of each format, of a disk of {@link #SIZE} bytes, and what some of them are made of. */
final class SampleImages {
    static final long SIZE = 10 << 20;

    static final int SECTOR = 512;

    /** Where the metadata of the VHDX are. */
    static final int METADATA = 1 << 20;

    /** Where their items are. */
    static final int ITEMS = METADATA + (1 << 16);

    static final String DESCRIPTOR = """
            # Disk DescriptorFile
            version=1
            CID=b1454157
            parentCID=ffffffff
            createType="monolithicSparse"

            # Extent description
            RW 20480 SPARSE "disk.vmdk"

            # The Disk Data Base
            #DDB
            ddb.adapterType = "ide"
            """;

    private SampleImages() {}

    static ImageBytes qcow2() {
        return ImageBytes.ofLength(1 << 16)
                .text(0, "QFI\u00fb")
                .big32(4, 3)
                .big32(20, 16)
                .big64(24, SIZE)
                .big32(100, 104);
    }

    static ImageBytes vmdk() {
        return vmdk(DESCRIPTOR);
    }

    static ImageBytes vmdk(String descriptor) {
        return ImageBytes.ofLength(1 << 16)
                .text(0, "KDMV")
                .little32(4, 1)
                .little32(8, 3)
                .little64(12, SIZE / SECTOR)
                .little64(20, 128)
                .little64(28, 1)
                .little64(36, 20)
                .little32(44, 512)
                .little64(48, 21)
                .little64(56, 26)
                .little64(64, 128)
                .text(73, "\n \r\n")
                .text(SECTOR, descriptor);
    }

    /** As VMware writes one: its header says that the footer tells where the tables are. */
    static ImageBytes vmdkWithFooter() {
        int length = (1 << 16) + 3 * SECTOR;
        ImageBytes image = vmdk(DESCRIPTOR.replace("monolithicSparse", "streamOptimized"))
                .resized(length)
                .copy(0, SECTOR, length - 2 * SECTOR);
        return image.little64(56, -1).little64(length - 3 * SECTOR, 1).little32(length - 3 * SECTOR + 12, 3);
    }

    private static ImageBytes vhdFooter(ImageBytes image, int offset, int type) {
        return image.text(offset, "conectix")
                .big32(offset + 12, 1 << 16)
                .big64(offset + 16, type == 2 ? -1 : SECTOR)
                .big64(offset + 40, SIZE)
                .big64(offset + 48, SIZE)
                .big32(offset + 60, type);
    }

    static ImageBytes vhd() {
        return vhd(3);
    }

    /** @param type 3 is a dynamic one */
    static ImageBytes vhd(int type) {
        ImageBytes image = ImageBytes.ofLength(1 << 16);
        vhdFooter(image, 0, type).text(SECTOR, "cxsparse");
        return vhdFooter(image, image.length() - SECTOR, type);
    }

    static ImageBytes fixedVhd() {
        return withVhdFooter(ImageBytes.ofLength(1 << 16));
    }

    /** With the footer of a fixed VHD behind it. */
    static ImageBytes withVhdFooter(ImageBytes image) {
        return vhdFooter(image.resized(image.length() + SECTOR), image.length(), 2);
    }

    static ImageBytes vhdx() {
        ImageBytes image = ImageBytes.ofLength(ITEMS + 4096).text(0, "vhdxfile");
        for (int copy = 1; copy <= 2; copy++) {
            image.text(copy << 16, "head").little64((copy << 16) + 8, copy).checksum(copy << 16, 4096);
        }
        int table = 3 << 16;
        image.text(table, "regi")
                .little32(table + 8, 2)
                .guid(table + 16, "2dc27766-f623-4200-9d64-115e9bfd4a08")
                .little64(table + 32, 2 << 20)
                .little32(table + 40, 1 << 20)
                .guid(table + 48, "8b7ca206-4790-4b9a-b8fe-575f050f886e")
                .little64(table + 64, METADATA)
                .little32(table + 72, 1 << 20)
                .checksum(table, 1 << 16)
                .copy(table, 1 << 16, 4 << 16);
        return image.text(METADATA, "metadata")
                .little16(METADATA + 10, 2)
                .guid(METADATA + 32, "caa16737-fa36-4d43-b3b6-33f0aa44e76b")
                .little32(METADATA + 48, 1 << 16)
                .little32(METADATA + 52, 8)
                .guid(METADATA + 64, "2fa54224-cd1b-4876-b211-5dbed83bf4b8")
                .little32(METADATA + 80, (1 << 16) + 8)
                .little32(METADATA + 84, 8)
                .little32(ITEMS, 1 << 25)
                .little64(ITEMS + 8, SIZE);
    }

    static ImageBytes vdi() {
        return ImageBytes.ofLength(1 << 16)
                .text(0, "<<< Oracle VM VirtualBox Disk Image >>>\n")
                .little32(0x40, 0xbeda107f)
                .little32(0x44, 0x10001)
                .little32(0x48, 0x190)
                .little32(0x4c, 1)
                .little64(0x170, SIZE);
    }

    static ImageBytes ploop() {
        return ImageBytes.ofLength(1 << 16)
                .text(0, "WithouFreSpacExt")
                .little32(16, 2)
                .little64(36, SIZE / SECTOR);
    }

    static ImageBytes iso() {
        return withVolume(ImageBytes.ofLength(1 << 16));
    }

    static ImageBytes withVolume(ImageBytes image) {
        return image.text(0x8000, "\u0001CD001\u0001");
    }

    static ImageBytes gpt() {
        return withPartitions(ImageBytes.ofLength(1 << 16)).text(SECTOR, "EFI PART");
    }

    /** With a protective boot sector. */
    static ImageBytes withPartitions(ImageBytes image) {
        return image.text(446 + 4, "\u00ee").text(510, "\u0055\u00aa");
    }

    static ImageBytes raw() {
        return ImageBytes.ofLength(1 << 16).text(1000, "anything");
    }

    /** Those that are known by their bytes. */
    static Map<DiskFormat, ImageBytes> structured() {
        Map<DiskFormat, ImageBytes> images = new EnumMap<>(DiskFormat.class);
        images.put(DiskFormat.QCOW2, qcow2());
        images.put(DiskFormat.VMDK, vmdk());
        images.put(DiskFormat.VHD, vhd());
        images.put(DiskFormat.VHDX, vhdx());
        images.put(DiskFormat.VDI, vdi());
        images.put(DiskFormat.PLOOP, ploop());
        return images;
    }
}
