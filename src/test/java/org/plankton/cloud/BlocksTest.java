package org.plankton.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {
    @TempDir
    Path folder;

    private Blocks blocks;

    @BeforeEach
    void open() {
        blocks = new Blocks(folder);
    }

    /** The hashes are Pithos' own, as are those of the conversations. */
    @Test
    void aFileOfOneBlockHasItsBlocksHash() throws IOException {
        assertThat(Blocks.merkle(List.of(put("hello image 2"))))
                .isEqualTo("d300dfc44ba534c37771d407bae5af809fe922106cad019de09cce4199c78ea9");
        assertThat(Blocks.merkle(List.of(put("greek"))))
                .isEqualTo("92ae5b42b4708693ad9e731c5e35e93b0900ca41ecff524dd1290fad266a8302");
        assertThat(Blocks.merkle(List.of(put(""))))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void zerosAtTheEndDoNotCount() throws IOException {
        assertThat(put("hello image 2\0\0\0")).isEqualTo(put("hello image 2"));
        assertThat(put("\0\0")).isEqualTo(put(""));
        assertThat(put("\0a")).isNotEqualTo(put("a"));
    }

    @Test
    void blocksAreHashedInPairsUpToOneRoot() throws Exception {
        byte[] a = sha256("a".getBytes(StandardCharsets.UTF_8));
        byte[] b = sha256("b".getBytes(StandardCharsets.UTF_8));

        assertThat(Blocks.merkle(List.of(put("a"), put("b"))))
                .isEqualTo(HexFormat.of().formatHex(sha256(a, b)));
    }

    @Test
    void missingLeavesAreZeros() throws Exception {
        byte[] a = sha256("a".getBytes(StandardCharsets.UTF_8));
        byte[] zeros = new byte[32];
        byte[] root = sha256(sha256(sha256(a, a), sha256(a, a)), sha256(sha256(a, zeros), sha256(zeros, zeros)));

        assertThat(Blocks.merkle(Collections.nCopies(5, put("a"))))
                .isEqualTo(HexFormat.of().formatHex(root));
    }

    @Test
    void partsOfAFileReachOverItsBlocks() throws IOException {
        byte[] first = new byte[Blocks.SIZE];
        Arrays.fill(first, 0, Blocks.SIZE - 10, (byte) 'x');
        List<String> hashes = List.of(blocks.put(first, first.length), put("second"));

        ByteArrayOutputStream part = new ByteArrayOutputStream();
        blocks.copy(hashes, Blocks.SIZE - 12, 15, part);

        assertThat(part.toString(StandardCharsets.UTF_8)).isEqualTo("xx" + "\0".repeat(10) + "sec");
    }

    private String put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return blocks.put(bytes, bytes.length);
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
