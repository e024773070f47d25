package org.plankton.glance;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes whose end is one only if there are as many as was said, and their hash is as was said. */
final class HashedStream extends InputStream {
    private final InputStream bytes;
    private final OptionalLong size;
    private final Optional<MessageDigest> digest;
    private final String hash;
    private long count;
    private String found;

    /**
     * @param size how many there must be; empty: as many as come
     * @param algorithm as Glance calls it: {@code sha512}; one that this Java has not is not compared
     * @param hash lower-case hex; empty: whatever it is
     */
    HashedStream(InputStream bytes, OptionalLong size, String algorithm, String hash) {
        this.bytes = bytes;
        this.size = size;
        this.digest = hash.isEmpty() ? Optional.empty() : digest(algorithm);
        this.hash = hash;
    }

    /** Python calls them sha512 and sha3_512, Java SHA-512 and SHA3-512. */
    private static Optional<MessageDigest> digest(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT).replace('_', '-').replaceFirst("^SHA(?=\\d{3}$)", "SHA-");
        try {
            return Optional.of(MessageDigest.getInstance(name));
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /** @throws IOException also at an end that is none */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = bytes.read(buffer, offset, length);
        if (read < 0) {
            requireAsSaid();
            return read;
        }
        count += read;
        digest.ifPresent(some -> some.update(buffer, offset, read));
        return read;
    }

    private void requireAsSaid() throws IOException {
        if (size.isPresent() && size.getAsLong() != count) {
            throw new IOException("Glance has sent " + count + " bytes, and says that there are " + size.getAsLong());
        }
        if (digest.isPresent() && found == null) {
            found = HexFormat.of().formatHex(digest.get().digest());
        }
        if (found != null && !found.equals(hash)) {
            throw new IOException("the bytes that Glance has sent are others: their hash is " + found + ", and Glance"
                    + " says that it is " + hash);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
