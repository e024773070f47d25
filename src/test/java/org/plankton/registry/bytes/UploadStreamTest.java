package org.plankton.registry.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Upload;

@Timeout(60)
class UploadStreamTest {
    private static final UploadBounds BOUNDS = new UploadBounds(8 << 20, Duration.ofMinutes(1));
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    private static final String SHA_512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    private static final Metadata RAW =
            Metadata.NONE.withDiskFormat(DiskFormat.RAW).withContainerFormat(ContainerFormat.BARE);

    /** RFC 1321 and FIPS 180 say what they are of. */
    @Test
    void tellsBothHashesOfWhatHasPassed() throws IOException {
        UploadStream stream = stream(ABC, OptionalLong.empty(), expecting(MD5), Runnable::run);
        assertThat(stream.hasBegun()).isFalse();
        assertThat(stream.readAllBytes()).isEqualTo(ABC);
        assertThat(stream.md5()).isEqualTo(MD5);
        assertThat(stream.sha512()).isEqualTo(SHA_512);
        assertThat(stream.count()).isEqualTo(3);
        stream.requireAsSaid();
    }

    private static UploadStream inspected(byte[] bytes) {
        Upload upload = new Upload(new ByteArrayInputStream(bytes), OptionalLong.empty(), Expected.NOTHING);
        return new UploadStream(upload, RAW, true, BOUNDS, Runnable::run, () -> true);
    }

    @Test
    void refusesBytesOfAnotherFormatAsSoonAsThatIsCertain() {
        byte[] vmdk = Arrays.copyOf("KDMV".getBytes(StandardCharsets.US_ASCII), 1 << 20);
        UploadStream early = inspected(vmdk);
        assertThatThrownBy(early::readAllBytes)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNSUPPORTED))
                .hasMessageContaining("VMDK");
        assertThat(early.count()).isLessThan(1 << 18);
    }

    @Test
    void refusesFewBytesOfAnotherFormatInTheEnd() throws IOException {
        UploadStream few = inspected(Arrays.copyOf("KDMV".getBytes(StandardCharsets.US_ASCII), 1000));
        few.readAllBytes();

        assertThatThrownBy(few::requireAsSaid)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNSUPPORTED));
    }

    @Test
    void passesOnManyBytesWhileOthersHashThem() throws IOException {
        byte[] many = new byte[3 << 20];
        try (HashThreads threads = new HashThreads()) {
            UploadStream stream = stream(many, OptionalLong.of(many.length), expecting(MD5), threads);
            assertThat(stream.transferTo(OutputStream.nullOutputStream())).isEqualTo(many.length);
            assertThatThrownBy(stream::requireAsSaid)
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("d1dd210d6b1312cb342b56d02bd5e651");
        }
    }

    @Test
    void failsWhereTheBytesEndTooEarlyOrAreTooMany() {
        UploadStream early = stream(ABC, OptionalLong.of(4), expecting(MD5), Runnable::run);
        assertThatThrownBy(early::readAllBytes).isInstanceOf(EOFException.class);
        UploadStream endless = stream(new byte[(8 << 20) + 1], OptionalLong.empty(), expecting(MD5), Runnable::run);
        assertThatThrownBy(endless::readAllBytes)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.OVER_LIMIT));
    }

    private static Expected expecting(String md5) {
        return new Expected(OptionalLong.empty(), Optional.empty(), Optional.of(md5));
    }

    private static UploadStream stream(byte[] bytes, OptionalLong length, Expected expected, Executor hashing) {
        Upload upload = new Upload(new ByteArrayInputStream(bytes), length, expected);
        return new UploadStream(upload, RAW, false, BOUNDS, hashing, () -> true);
    }
}
