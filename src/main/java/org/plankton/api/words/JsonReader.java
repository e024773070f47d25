package org.plankton.api.words;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;

/**
 * Reads JSON bodies into records, to the letter: nothing is taken for another type, null is no value unless the record
 * says so, and no name may come twice. What the record has no component for is not looked at.
 */
public final class JsonReader {
    /** Of a body, in bytes. */
    public static final int LONGEST = 128 << 10;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(LONGEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    private JsonReader() {}

    /**
     * What a body says; empty if it has not a single byte.
     *
     * @param wrong for the client: what a part of the body should be, by its path in there, such as
     *     {@code members/*&#47;name}; by an empty path where it is no JSON, or not the like of the whole
     * @throws Fault OVER_LIMIT if it is longer than 128 KiB; BAD_REQUEST if it cannot be read
     * @throws IOException if the client goes away
     */
    public static <T> Optional<T> read(InputStream body, Class<T> type, UnaryOperator<String> wrong)
            throws IOException {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw tooLong();
        }
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Optional.ofNullable(JSON.readValue(bytes, type))
                    .orElseThrow(() -> Fault.badRequest(wrong.apply(""))));
        } catch (MismatchedInputException e) {
            throw new Fault(Fault.Kind.BAD_REQUEST, wrong.apply(path(e)), e);
        } catch (IOException e) { // the bytes are here
            throw new Fault(Fault.Kind.BAD_REQUEST, wrong.apply("") + place(e), e);
        }
    }

    public static Fault tooLong() {
        return new Fault(Fault.Kind.OVER_LIMIT, "the body has more than " + LONGEST + " bytes");
    }

    /** Where it went wrong, if that is known: it is not of what is nested too deeply, or too long. */
    private static String place(IOException e) {
        return e instanceof JsonProcessingException parsing && parsing.getLocation() != null
                ? "; what is at line " + parsing.getLocation().getLineNr() + ", column "
                        + parsing.getLocation().getColumnNr() + " is no JSON, or a name for the second time"
                : "";
    }

    private static String path(MismatchedInputException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "*" : part.getFieldName())
                .collect(Collectors.joining("/"));
    }
}
