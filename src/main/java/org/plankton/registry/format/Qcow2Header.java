package org.plankton.registry.format;

import java.nio.ByteBuffer;

/** Of version 2 or 3. Of other files, it may name a backing file and one for the data. */
final class Qcow2Header extends HeaderReader {
    private static final int LENGTH_2 = 72;
    private static final int LENGTH_3 = 104;

    private static final int LEAST_CLUSTER_BITS = 9;
    private static final int MOST_CLUSTER_BITS = 21;

    private static final long DATA_FILE = 1 << 2;

    /** Dirty, corrupt, data file, compression type, extended L2 entries. */
    private static final long KNOWN_FEATURES = 0x1f;

    private static final int NO_EXTENSION = 0;
    private static final int DATA_FILE_EXTENSION = 0x44415441;

    private long size;

    /** Bytes: extensions end with it at the latest. */
    private long cluster;

    Qcow2Header() {
        super("the qcow2 image");
        read(0, LENGTH_2, this::readBase);
    }

    private void readBase(ByteBuffer header) {
        int version = header.getInt(4);
        int clusterBits = header.getInt(20);
        size = header.getLong(24);
        if (header.getLong(8) != 0 || header.getInt(16) != 0) {
            refuse("has a backing file, and is not whole without it: convert it, which takes in what is there");
        } else if (clusterBits < LEAST_CLUSTER_BITS || clusterBits > MOST_CLUSTER_BITS) {
            refuse("has clusters of a size that there is not: convert it, which writes its header anew");
        } else {
            cluster = 1L << clusterBits;
            if (version == 2) {
                readExtension(LENGTH_2);
            } else {
                read(LENGTH_2, LENGTH_3 - LENGTH_2, this::readFeatures);
            }
        }
    }

    /** @param rest of the header, behind what version 2 has */
    private void readFeatures(ByteBuffer rest) {
        long incompatible = rest.getLong(0);
        long length = Integer.toUnsignedLong(rest.getInt(LENGTH_3 - LENGTH_2 - 4));
        if ((incompatible & DATA_FILE) != 0) {
            refuseDataFile();
        } else if ((incompatible & ~KNOWN_FEATURES) != 0) {
            refuse("has features that are not known here: convert it, without them");
        } else if (length < LENGTH_3 || length > cluster) {
            refuse("has a header of a length that there is not: convert it, which writes its header anew");
        } else {
            readExtension(length);
        }
    }

    private void refuseDataFile() {
        refuse("has its data in another file: convert it, without data_file");
    }

    /** Each is 8 bytes at least, in one cluster, so that there is an end. */
    private void readExtension(long offset) {
        if (offset + 8 > cluster) {
            complete(size);
            return;
        }
        read(offset, 8, extension -> {
            int type = extension.getInt(0);
            long length = Integer.toUnsignedLong(extension.getInt(4));
            if (type == NO_EXTENSION) {
                complete(size);
            } else if (type == DATA_FILE_EXTENSION) {
                refuseDataFile();
            } else if (length > cluster - offset - 8) {
                refuse("has a header that goes beyond its cluster: convert it, which writes its header anew");
            } else {
                readExtension(offset + 8 + (length + 7) / 8 * 8);
            }
        });
    }
}
