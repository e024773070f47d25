package org.plankton.api.glance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.request.ByteRange;

class RangeHeaderTest {
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-9, 0, 9",
        "bytes=3-5, 3, 5",
        "BYTES=3-5, 3, 5",
        "bytes=3-, 3, 9",
        "bytes=3-99, 3, 9",
        "bytes=3-999999999999999999, 3, 9",
        "bytes=-4, 6, 9",
        "bytes=3-9999999999999999999, 3, 9",
        "bytes=-99, 0, 9",
        "bytes=-9999999999999999999, 0, 9"
    })
    void aRangeEndsWithTheLastByteAtTheLatest(String range, long first, long last) {
        assertThat(of(10, MD5, List.of(range), null)).contains(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-10", "bytes=99-100", "bytes=9999999999999999999-", "bytes=-0"})
    void aRangeWithoutBytesBeginsBehindTheLast(String range) {
        assertThat(of(10, MD5, List.of(range), null))
                .hasValueSatisfying(asked -> assertThat(asked.first()).isGreaterThanOrEqualTo(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes=0 - 1",
                "items=0-1"
            })
    void whatIsNotOneRangeIsNone(String range) {
        assertThat(of(10, MD5, List.of(range), null)).isEmpty();
    }

    @Test
    void withoutTheHeaderOrWithTwoThereIsNone() {
        assertThat(of(10, MD5, List.of(), null)).isEmpty();
        assertThat(of(10, MD5, List.of("bytes=0-1", "bytes=0-1"), null)).isEmpty();
    }

    @Test
    void anEmptyImageHasNoRanges() {
        assertThat(of(0, MD5, List.of("bytes=0-1"), null)).isEmpty();
    }

    @Test
    void aRangeOfOtherBytesIsNone() {
        List<String> range = List.of("bytes=0-1");

        assertThat(of(10, MD5, range, MD5)).isPresent();
        assertThat(of(10, MD5, range, "\"" + MD5 + "\"")).isPresent();
        assertThat(of(10, MD5, range, "\"another\"")).isEmpty();
        assertThat(of(10, MD5, range, "W/\"" + MD5 + "\"")).isEmpty();
        assertThat(of(10, MD5, range, "Mon, 23 Nov 2026 19:18:16 GMT")).isEmpty();
        assertThat(of(10, "", range, "\"\"")).isEmpty();
    }

    private static Optional<ByteRange> of(long size, String md5, List<String> ranges, String ifRange) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        if (!ranges.isEmpty()) {
            headers.put("Range", ranges);
        }
        HttpHeaders request = mock(HttpHeaders.class);
        when(request.getRequestHeaders()).thenReturn(headers);
        when(request.getHeaderString("If-Range")).thenReturn(ifRange);
        return RangeHeader.of(request, image(size, md5));
    }

    private static Image image(long size, String md5) {
        Content content = new Content(
                new Location("alice", "images", "disk"), size, "", null, md5, "", OptionalLong.empty(), false);
        return Image.reserved("00000000-0000-4000-8000-000000000000", "alice", Metadata.NONE, Instant.EPOCH)
                .withBytes(content, Instant.EPOCH);
    }
}
