package org.plankton.glance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage.Untold;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Words;

/** Images as Glance's v2 writes them: fields of its own, and all properties beside them. */
final class GlanceJson {
    /** Whatever else there is is a property. */
    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "owner",
            "status",
            "visibility",
            "protected",
            "os_hidden",
            "checksum",
            "os_hash_algo",
            "os_hash_value",
            "size",
            "virtual_size",
            "disk_format",
            "container_format",
            "min_ram",
            "min_disk",
            "created_at",
            "updated_at",
            "tags",
            "self",
            "file",
            "schema",
            "stores",
            "direct_url",
            "locations");

    private GlanceJson() {}

    /**
     * @param members empty: they were not asked for, or are not told
     * @throws Fault BAD_REQUEST if it is none
     */
    static GlanceImage image(JsonNode json, Optional<SortedMap<String, Membership>> members) {
        List<String> tags = new ArrayList<>();
        json.path("tags").forEach(tag -> tags.add(tag.asText()));
        return GlanceImageBuilder.builder()
                .id(text(json, "id"))
                .name(text(json, "name"))
                .owner(text(json, "owner"))
                .status(text(json, "status"))
                .visibility(text(json, "visibility"))
                .diskFormat(text(json, "disk_format"))
                .containerFormat(text(json, "container_format"))
                .size(number(json, "size"))
                .virtualSize(ImageMapping.positive(number(json, "virtual_size").orElse(0)))
                .md5(text(json, "checksum"))
                .algorithm(text(json, "os_hash_algo"))
                .hash(text(json, "os_hash_value"))
                .minRam(minimum(json, "min_ram"))
                .minDisk(minimum(json, "min_disk"))
                .isProtected(json.path("protected").asBoolean())
                .isHidden(json.path("os_hidden").asBoolean())
                .createdAt(time(json, "created_at"))
                .updatedAt(time(json, "updated_at"))
                .tags(tags)
                .properties(properties(json))
                .members(members.orElseGet(TreeMap::new))
                .locations(locations(json))
                .untold(members.isEmpty() ? Set.of(Untold.MEMBERS) : Set.of(Untold.CAN_SHARE))
                .build();
    }

    /** What Glance answers to who asks for an image's members, by their accounts; v2 does not tell who may share. */
    static SortedMap<String, Membership> members(JsonNode json) {
        SortedMap<String, Membership> members = new TreeMap<>();
        json.path("members").forEach(member -> {
            String account = member.path("member_id").asText();
            members.put(account, new Membership(false, status(text(member, "status"))));
        });
        return members;
    }

    /**
     * @param written null: none
     * @return null if there is none that can be here: then nobody has told it
     */
    static MemberStatus status(String written) {
        return Words.find(MemberStatus.class, written).orElse(null);
    }

    private static Map<String, String> properties(JsonNode json) {
        Map<String, String> properties = new TreeMap<>();
        json.properties().forEach(field -> {
            if (!FIELDS.contains(field.getKey())) {
                properties.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asText());
            }
        });
        return properties;
    }

    private static List<String> locations(JsonNode json) {
        List<String> locations = new ArrayList<>();
        json.path("locations").forEach(one -> locations.add(one.path("url").asText()));
        if (locations.isEmpty() && json.path("direct_url").isTextual()) {
            locations.add(json.path("direct_url").textValue());
        }
        return locations;
    }

    /** Null if it is not there. */
    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** Empty if it is not there. */
    static OptionalLong number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    private static int minimum(JsonNode json, String field) {
        long number = number(json, field).orElse(0);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw Fault.badRequest(field + " is " + number + " there, which is none here");
        }
        return (int) number;
    }

    private static Instant time(JsonNode json, String field) {
        try {
            return OffsetDateTime.parse(json.path(field).asText()).toInstant();
        } catch (DateTimeException e) {
            throw Fault.badRequest(field + " is no time there");
        }
    }
}
