package org.plankton.api.words;

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;

/** Members as JSON, the same on every wire. Guide: "List Image Memberships", "Replace a Membership List". */
public final class MembersJson {
    private static final int BODY_BYTES = 128 << 10;
    private static final String LIST_FORM =
            "the body must be JSON of the form {\"memberships\": [{\"member_id\": \"…\"}, …]}";
    private static final String MEMBER_FORM =
            "the body must be empty, or JSON of the form {\"member\": {\"can_share\": true}}";

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
    public static String members(List<Member> members) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("members");
        members.forEach(
                member -> list.addObject().put("member_id", member.account()).put("can_share", member.canShare()));
        return body.toString();
    }

    /** {@code {"shared_images": [{"image_id": "…", "can_share": false}, …]}}. */
    public static String sharedImages(List<SharedImage> images) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("shared_images");
        images.forEach(image -> list.addObject().put("image_id", image.id()).put("can_share", image.canShare()));
        return body.toString();
    }

    /**
     * The accounts of a membership list, each once. Whatever else it says of them is not looked at.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is anything but a membership list
     */
    public static Set<String> accounts(InputStream body) throws IOException {
        return list(body).keySet();
    }

    /**
     * The accounts of a membership list, each once, and whether it may share the image in its turn; empty where that is not
     * said.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is anything but a membership list
     */
    public static Map<String, Optional<Boolean>> memberships(InputStream body) throws IOException {
        Map<String, Optional<Boolean>> memberships = new LinkedHashMap<>();
        list(body).forEach((account, member) -> memberships.put(account, canShare(member, LIST_FORM)));
        return memberships;
    }

    /** By account, the membership that comes last. */
    private static Map<String, JsonNode> list(InputStream body) throws IOException {
        JsonNode list = parse(read(body), LIST_FORM).path("memberships");
        if (!list.isArray()) {
            throw Fault.badRequest(LIST_FORM);
        }
        Map<String, JsonNode> memberships = new LinkedHashMap<>();
        for (JsonNode member : list) {
            JsonNode account = member.path("member_id");
            if (!account.isTextual()) {
                throw Fault.badRequest("member_id must be a string in every membership; " + LIST_FORM);
            }
            memberships.put(account.textValue(), member);
        }
        return memberships;
    }

    /**
     * Whether a member may share the image in its turn; empty if that is not said.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is neither empty nor a membership
     */
    public static Optional<Boolean> membership(InputStream body) throws IOException {
        byte[] bytes = read(body);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        JsonNode json = parse(bytes, MEMBER_FORM);
        JsonNode member = json.path("member");
        if (!json.isObject() || !member.isObject() && !member.isMissingNode()) {
            throw Fault.badRequest(MEMBER_FORM);
        }
        return canShare(member, MEMBER_FORM);
    }

    private static Optional<Boolean> canShare(JsonNode member, String form) {
        JsonNode canShare = member.path("can_share");
        if (canShare.isMissingNode()) {
            return Optional.empty();
        }
        boolean isEmpty = canShare.isNull()
                || canShare.isTextual() && canShare.textValue().isEmpty();
        if (!canShare.isBoolean() && !isEmpty) {
            throw Fault.badRequest("can_share must be true or false; " + form);
        }
        return Optional.of(canShare.booleanValue()); // false where it is empty
    }

    private static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BODY_BYTES + 1);
        if (bytes.length > BODY_BYTES) {
            throw new Fault(Fault.Kind.OVER_LIMIT, "the body has more than " + BODY_BYTES + " bytes");
        }
        return bytes;
    }

    private static JsonNode parse(byte[] body, String form) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Fault(Fault.Kind.BAD_REQUEST, form, e);
        }
    }
}
