package org.plankton.cloud;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What files consist of: blocks of 4 MiB, each kept once under the hash of its content. Blocks that no file needs any
 * more stay, as they do in Pithos.
 *
 * <p>A block's hash is the SHA-256, in lower-case hex, of its bytes without the zeros at its end.
 */
final class Blocks {
    /** Bytes in every block of a file but its last. */
    static final int SIZE = 4 * 1024 * 1024;

    private final Path folder;

    Blocks(Path folder) {
        this.folder = folder;
    }

    /** Keeps the first {@code length} bytes of {@code bytes}, which is at most one block, and returns their hash. */
    String put(byte[] bytes, int length) throws IOException {
        int end = length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        MessageDigest digest = sha256();
        digest.update(bytes, 0, end);
        String hash = HexFormat.of().formatHex(digest.digest());
        Path file = file(hash);
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Path whole = Files.createTempFile(file.getParent(), "", ".tmp");
            try (OutputStream out = Files.newOutputStream(whole)) {
                out.write(bytes, 0, end);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return hash;
    }

    boolean has(String hash) {
        return Files.exists(file(hash));
    }

    /**
     * Copies {@code length} bytes of a file, beginning with its byte {@code from}.
     *
     * @param hashes the file's blocks
     */
    void copy(List<String> hashes, long from, long length, OutputStream out) throws IOException {
        long at = from;
        while (at < from + length) {
            int offset = (int) (at % SIZE);
            int wanted = (int) Math.min(SIZE - offset, from + length - at);
            copy(hashes.get((int) (at / SIZE)), offset, wanted, out);
            at += wanted;
        }
    }

    /** What Pithos calls the hash of a file: the root of the Merkle tree over its blocks, in lower-case hex. */
    static String merkle(List<String> hashes) {
        if (hashes.isEmpty()) {
            return HexFormat.of().formatHex(sha256().digest());
        }
        List<byte[]> level =
                new ArrayList<>(hashes.stream().map(HexFormat.of()::parseHex).toList());
        int leaves = Integer.highestOneBit(2 * hashes.size() - 1);
        while (level.size() < leaves) {
            level.add(new byte[32]);
        }
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                MessageDigest digest = sha256();
                digest.update(level.get(i));
                above.add(digest.digest(level.get(i + 1)));
            }
            level = above;
        }
        return HexFormat.of().formatHex(level.get(0));
    }

    private void copy(String hash, int offset, int length, OutputStream out) throws IOException {
        int missing = length;
        try (InputStream in = Files.newInputStream(file(hash))) {
            in.skip(offset);
            byte[] some = new byte[Math.min(length, 64 * 1024)];
            for (int read; missing > 0 && (read = in.read(some, 0, Math.min(some.length, missing))) > 0; ) {
                out.write(some, 0, read);
                missing -= read;
            }
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException("block " + hash);
        }
        byte[] zeros = new byte[Math.min(missing, 64 * 1024)];
        while (missing > 0) {
            int some = Math.min(zeros.length, missing);
            out.write(zeros, 0, some);
            missing -= some;
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash.substring(0, 2)).resolve(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
