package org.plankton.api.words;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.Consumer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;

/** Members as JSON, the same on every wire. Guide: "List Image Memberships", "Replace a Membership List". */
public final class MembersJson {
    private static final String LIST_FORM =
            "the body must be JSON of the form {\"memberships\": [{\"member_id\": \"…\"}, …]}";
    private static final String MEMBER_FORM =
            "the body must be empty, or JSON of the form {\"member\": {\"can_share\": true}}";

    private record MembershipList(
            @JsonProperty(value = "memberships", required = true)
            List<Membership> memberships) {
        static String wrong(String path) {
            boolean isOfOne = path.startsWith("memberships/");
            return (isOfOne ? "member_id must be a string in every membership; " : "") + LIST_FORM;
        }
    }

    /** @param canShare as it is sent: not every wire looks at it; null if it is not */
    private record Membership(
            @JsonProperty(value = "member_id", required = true)
            String account,

            @JsonProperty("can_share") @JsonSetter(nulls = Nulls.SET)
            JsonNode canShare) {}

    /** No record: that could not tell what is left out from what is null. */
    private static final class NewMember {
        @JsonProperty
        private Sharing member = new Sharing(null);
    }

    /** @param canShare as it is sent; null if it is not */
    private record Sharing(
            @JsonProperty("can_share") @JsonSetter(nulls = Nulls.SET)
            JsonNode canShare) {}

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
    public static JsonBody sharedImages(Consumer<Consumer<SharedImage>> images) {
        return JsonList.object("shared_images", json -> JsonList.write(json, images, MembersJson::writeSharedImage));
    }

    private static void writeSharedImage(JsonGenerator json, SharedImage image) throws IOException {
        json.writeStartObject();
        json.writeStringField("image_id", image.id());
        json.writeBooleanField("can_share", image.canShare());
        json.writeEndObject();
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
     * The accounts of a membership list, each once, and whether it may share the image in its turn; empty where that is
     * not said.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is anything but a membership list
     */
    public static Map<String, Optional<Boolean>> memberships(InputStream body) throws IOException {
        Map<String, Optional<Boolean>> memberships = new LinkedHashMap<>();
        list(body).forEach((account, member) -> memberships.put(account, canShare(member.canShare(), LIST_FORM)));
        return memberships;
    }

    /** By account, the membership that comes last. */
    private static Map<String, Membership> list(InputStream body) throws IOException {
        MembershipList list = JsonReader.read(body, MembershipList.class, MembershipList::wrong)
                .orElseThrow(() -> Fault.badRequest(LIST_FORM));
        Map<String, Membership> memberships = new LinkedHashMap<>();
        list.memberships().forEach(member -> memberships.put(member.account(), member));
        return memberships;
    }

    /**
     * Whether a member may share the image in its turn; empty if that is not said.
     *
     * @throws Fault OVER_LIMIT if the body is longer than 128 KiB; BAD_REQUEST if it is neither empty nor a membership
     */
    public static Optional<Boolean> membership(InputStream body) throws IOException {
        return JsonReader.read(body, NewMember.class, path -> MEMBER_FORM)
                .flatMap(said -> canShare(said.member.canShare(), MEMBER_FORM));
    }

    /** What is empty is false. */
    private static Optional<Boolean> canShare(JsonNode sent, String form) {
        if (sent == null) {
            return Optional.empty();
        }
        boolean isEmpty = sent.isNull() || sent.isTextual() && sent.textValue().isEmpty();
        if (!sent.isBoolean() && !isEmpty) {
            throw Fault.badRequest("can_share must be true or false; " + form);
        }
        return Optional.of(sent.booleanValue());
    }
}
