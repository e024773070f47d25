package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.DiskFormat;

/** Whatever the bytes are, nothing is thrown; and how they come makes no difference. */
@Tag("long")
@Timeout(120)
class HostileBytesTest {
    /** What comes of a look. */
    private record Answers(List<Optional<String>> objections, List<OptionalLong> virtualSizes) {}

    private final Random random = new Random(20240702);

    private static List<ImageBytes> samples() {
        List<ImageBytes> samples = new ArrayList<>(SampleImages.structured().values());
        samples.add(SampleImages.vmdkWithFooter());
        samples.add(SampleImages.fixedVhd());
        samples.add(SampleImages.withVolume(SampleImages.gpt()));
        samples.add(SampleImages.withVhdFooter(SampleImages.qcow2()));
        samples.add(SampleImages.raw().text(0, SampleImages.DESCRIPTOR));
        return samples;
    }

    /** @param longest bytes of a piece; they come in pieces of random lengths */
    private Answers answers(ImageBytes image, int longest) {
        FormatInspection inspection = new FormatInspection();
        byte[] buffer = new byte[longest];
        int from = 0;
        while (from < image.length()) {
            int length = Math.min(image.length() - from, longest == 1 ? 1 : random.nextInt(longest + 1));
            System.arraycopy(image.bytes(), from, buffer, longest - length, length);
            inspection.update(buffer, longest - length, length);
            from += length;
        }
        return end(inspection);
    }

    private static Answers answers(ImageBytes image) {
        return end(Inspections.begunWith(image, image.length()));
    }

    /** Asks all that can be asked. What was certain must be so in the end. */
    private static Answers end(FormatInspection inspection) {
        List<Optional<String>> before = new ArrayList<>();
        for (DiskFormat declared : DiskFormat.values()) {
            before.add(inspection.objectionSoFar(declared, null));
        }
        inspection.end();
        Answers answers = new Answers(new ArrayList<>(), new ArrayList<>());
        for (DiskFormat declared : DiskFormat.values()) {
            answers.objections().add(inspection.objection(declared, null));
            answers.virtualSizes().add(inspection.virtualSize(declared, null));
            if (before.get(declared.ordinal()).isPresent()) {
                assertThat(inspection.objection(declared, null)).isPresent();
            }
        }
        return answers;
    }

    @Test
    void piecesMakeNoDifference() {
        for (ImageBytes image : samples()) {
            Answers whole = answers(image);
            for (int longest : new int[] {1, 10, 1000, 1 << 16, image.length()}) {
                assertThat(answers(image, longest)).isEqualTo(whole);
            }
        }
    }

    @Test
    void anImageMayEndAnywhere() {
        for (ImageBytes image : samples()) {
            int step = image.length() > 1 << 20 ? 4001 : 7;
            for (int length = 1; length < image.length(); length += length < 2048 ? 1 : step) {
                FormatInspection inspection = Inspections.begunWith(image, length);
                end(inspection);
            }
        }
    }

    @Test
    void headersMaySayAnything() {
        for (ImageBytes sample : samples()) {
            for (int round = 0; round < 3000; round++) {
                answers(mutated(sample));
            }
        }
    }

    @Test
    void headersMaySayAnythingInPiecesToo() {
        for (ImageBytes sample : samples()) {
            for (int round = 0; round < 100; round++) {
                ImageBytes image = mutated(sample);
                assertThat(answers(image, 5000)).isEqualTo(answers(image));
            }
        }
    }

    private ImageBytes mutated(ImageBytes sample) {
        ImageBytes image = new ImageBytes(sample.bytes().clone());
        int mutations = 1 + random.nextInt(8);
        for (int i = 0; i < mutations; i++) {
            int offset = interesting(image.length() - 8);
            switch (random.nextInt(5)) {
                case 0 -> image.big64(offset, extreme());
                case 1 -> image.little64(offset, extreme());
                case 2 -> image.big32(offset, (int) extreme());
                case 3 -> image.little32(offset, (int) extreme());
                default -> image.bytes()[offset] = (byte) random.nextInt();
            }
        }
        if (image.length() > 1 << 20 && random.nextBoolean()) {
            // Otherwise nothing behind what has a checksum would ever be read.
            image.checksum(1 << 16, 4096).checksum(3 << 16, 1 << 16).copy(3 << 16, 1 << 16, 4 << 16);
        }
        return random.nextInt(4) == 0 ? image.resized(1 + random.nextInt(image.length())) : image;
    }

    /** Somewhere in a header, mostly. */
    private int interesting(int bound) {
        int[] starts = {0, 0, 0, 512, 1 << 16, 3 << 16, SampleImages.METADATA, SampleImages.ITEMS, bound - 1600};
        int start = starts[random.nextInt(starts.length)];
        return Math.min(bound - 1, Math.max(0, start + random.nextInt(random.nextBoolean() ? 128 : 1600)));
    }

    private long extreme() {
        long[] values = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32, random.nextLong()};
        return values[random.nextInt(values.length)] >> (random.nextBoolean() ? 0 : random.nextInt(64));
    }

    @Test
    void bytesMayBeAnything() {
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(1 << 16)];
            random.nextBytes(bytes);
            ImageBytes image = new ImageBytes(bytes);
            assertThat(answers(image, 20_000)).isEqualTo(answers(image));
        }
    }

    @Test
    void randomBytesBehindASignatureAreNothingElse() {
        for (ImageBytes sample : samples()) {
            for (int round = 0; round < 200; round++) {
                byte[] bytes = new byte[1 << 16];
                random.nextBytes(bytes);
                System.arraycopy(sample.bytes(), 0, bytes, 0, random.nextInt(256));
                answers(new ImageBytes(bytes));
            }
        }
    }
}
