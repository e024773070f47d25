package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.MetadataChangeBuilder;
import org.plankton.registry.request.PropertyPatch;
import org.plankton.registry.request.TagChange;
import org.plankton.registry.request.VisibilityChange;

/**
 * What a client says of an image, put together key by key; of what is said twice the last counts.
 */
final class ImageChange {
    private static final Set<DiskFormat> DISK_FORMATS = EnumSet.allOf(DiskFormat.class);
    private static final Set<ContainerFormat> CONTAINER_FORMATS = EnumSet.allOf(ContainerFormat.class);
    private static final Set<Visibility> VISIBILITIES = EnumSet.allOf(Visibility.class);

    private final MetadataChangeBuilder metadata = MetadataChangeBuilder.builder(MetadataChange.NONE);
    private final List<PropertyPatch.Step> properties = new ArrayList<>();
    private Optional<String> owner = Optional.empty();
    private boolean isOfFormats;
    private String conflict;

    /**
     * Sets a field.
     *
     * @throws Fault BAD_REQUEST if it has no such values
     */
    void setField(String key, JsonNode value) {
        switch (key) {
            case "name" -> metadata.name(Optional.of(ImageFields.textOrNull(key, value)));
            case "disk_format" -> setDiskFormat(key, value);
            case "container_format" -> setContainerFormat(key, value);
            case "visibility" ->
                metadata.visibility(Optional.of(new VisibilityChange.To(ImageFields.word(key, value, VISIBILITIES))));
            case "protected" -> metadata.isProtected(Optional.of(ImageFields.truth(key, value)));
            case "os_hidden" -> metadata.isHidden(Optional.of(ImageFields.truth(key, value)));
            case "min_ram" -> metadata.minRam(OptionalInt.of(ImageFields.minimum(key, value)));
            case "min_disk" -> metadata.minDisk(OptionalInt.of(ImageFields.minimum(key, value)));
            case "owner" -> owner = Optional.of(ImageFields.textOrNull(key, value));
            case "tags" -> metadata.tags(Optional.of(new TagChange.To(tags(value))));
            default -> throw new IllegalArgumentException(key + " is no field that can be set");
        }
    }

    private void setDiskFormat(String key, JsonNode value) {
        isOfFormats = true;
        metadata.forgetsDiskFormat(value.isNull())
                .diskFormat(
                        value.isNull() ? Optional.empty() : Optional.of(ImageFields.word(key, value, DISK_FORMATS)));
    }

    private void setContainerFormat(String key, JsonNode value) {
        isOfFormats = true;
        metadata.forgetsContainerFormat(value.isNull())
                .containerFormat(
                        value.isNull()
                                ? Optional.empty()
                                : Optional.of(ImageFields.word(key, value, CONTAINER_FORMATS)));
    }

    private static Tags tags(JsonNode value) {
        if (!value.isArray()) {
            throw Fault.badRequest("tags must be an array of strings");
        }
        List<String> tags = new ArrayList<>();
        value.forEach(tag -> tags.add(ImageFields.text("each of tags", tag)));
        return new Tags(tags);
    }

    /** @throws Fault BAD_REQUEST if the value is no string */
    void setProperty(PropertyPatch.Kind kind, String key, JsonNode value) {
        if (!value.isTextual()) {
            throw Fault.badRequest(
                    key.equals("is_public")
                            ? "is_public is no field; visibility is, which is public, community, shared or private"
                            : key + " is no field, and a property must be a string, beside the fields");
        }
        properties.add(new PropertyPatch.Step(kind, key, Optional.of(value.textValue())));
    }

    void removeProperty(String key) {
        properties.add(new PropertyPatch.Step(PropertyPatch.Kind.REMOVE, key, Optional.empty()));
    }

    /** Something is said of the image that cannot be, as it is. */
    void contradict(String message) {
        conflict = conflict == null ? message : conflict;
    }

    /** What cannot be done as the image is, whichever it is; empty if nothing. */
    Optional<String> conflict() {
        return Optional.ofNullable(conflict);
    }

    /** Whether a format is among what is said. */
    boolean isOfFormats() {
        return isOfFormats;
    }

    boolean hasVisibility() {
        return metadata.visibility().isPresent();
    }

    /** Empty if nothing is said of that. */
    Optional<String> owner() {
        return owner;
    }

    MetadataChange metadata() {
        return metadata.properties(new PropertyPatch(List.copyOf(properties))).build();
    }
}
