package org.plankton.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.plankton.registry.Fault;

/** Members as JSON, the same on every wire. Guide: "List Image Memberships", "Replace a Membership List". */
public final class MembersJson {
    private static final int BODY_BYTES = 128 << 10;
    private static final String FORM =
            "the body must be JSON of the form {\"memberships\": [{\"member_id\": \"…\"}, …]}";

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MembersJson() {}

    /** {@code {"members": [{"member_id": "…", "can_share": false}, …]}}. */
    public static String members(List<String> accounts) {
        return list("members", "member_id", accounts);
    }

    /** {@code {"shared_images": [{"image_id": "…", "can_share": false}, …]}}. */
    public static String sharedImages(List<String> ids) {
        return list("shared_images", "image_id", ids);
    }

    private static String list(String name, String idName, List<String> ids) {
        var body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray(name);
        ids.forEach(id -> list.addObject().put(idName, id).put("can_share", false));
        return body.toString();
    }

    /**
     * The accounts of a membership list, each once.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is anything but a membership list
     */
    public static Set<String> memberships(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BODY_BYTES + 1);
        if (bytes.length > BODY_BYTES) {
            throw new Fault(Fault.Kind.OVER_LIMIT, "the body has more than " + BODY_BYTES + " bytes");
        }
        JsonNode list = parse(bytes).path("memberships");
        if (!list.isArray()) {
            throw Fault.badRequest(FORM);
        }
        Set<String> accounts = new LinkedHashSet<>();
        for (JsonNode member : list) {
            JsonNode account = member.path("member_id");
            if (!account.isTextual()) {
                throw Fault.badRequest("member_id must be a string in every membership; " + FORM);
            }
            accounts.add(account.textValue());
        }
        return accounts;
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Fault(Fault.Kind.BAD_REQUEST, FORM, e);
        }
    }
}
