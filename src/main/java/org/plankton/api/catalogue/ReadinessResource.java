package org.plankton.api.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.ImageId;
import org.plankton.api.words.JsonReader;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/readiness}: how ready an image would be of which this is said; nothing is registered. */
@Path("readiness")
public final class ReadinessResource {
    private static final String FORM = "the body must be JSON of the form {\"id\": …, \"name\": …, \"disk_format\": …,"
            + " \"container_format\": …, \"visibility\": …, \"min_disk\": <GiB>, \"size\": <bytes>,"
            + " \"virtual_size\": <bytes>, \"properties\": {\"OS\": …}}, of which any may be left out";

    /** Of an image that there is not: nobody's. */
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    private final Registry registry;
    private final CatalogueFacts facts;

    /**
     * What is said of an image; what is null is not said.
     *
     * @param id of an image that this is to be said of instead of what is; null: it is not registered yet
     */
    private record Said(
            @Unsaid String id,
            @Unsaid String name,
            @Unsaid @JsonProperty("disk_format") String diskFormat,
            @Unsaid @JsonProperty("container_format") String containerFormat,
            @Unsaid String visibility,
            @Unsaid @JsonProperty("min_disk") Integer minDisk,
            @Unsaid Long size,
            @Unsaid @JsonProperty("virtual_size") Long virtualSize,
            @Unsaid Map<String, String> properties) {}

    private record Answer(String readiness, List<ReasonJson> reasons, ImageDetail.LogInName login, String family) {}

    @Inject
    public ReadinessResource(Registry registry, CatalogueFacts facts) {
        this.registry = registry;
        this.facts = facts;
    }

    @POST
    public Response assess(@Context Caller caller, InputStream body, @Context HttpHeaders request, @Context UriInfo uri)
            throws IOException {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        Said said = JsonReader.read(body, Said.class, path -> path.isEmpty() ? FORM : path + ": " + FORM)
                .orElseThrow(() -> Fault.badRequest(FORM));
        Assessment assessment = registry.assess(image(caller, said));
        String language = Languages.of(request);
        return Responses.json(RecordJson.of(new Answer(
                        assessment.readiness().word(),
                        ReasonJson.of(assessment, facts.catalogue(), language),
                        assessment.logIn() == null ? null : new ImageDetail.LogInName(assessment.logIn()),
                        assessment.family())))
                .header(HttpHeaders.CONTENT_LANGUAGE, language)
                .build();
    }

    private static Image image(Caller caller, Said said) {
        requireCount("min_disk", said.minDisk);
        requireCount("size", said.size);
        requireCount("virtual_size", said.virtualSize);
        Metadata metadata = Metadata.NONE
                .withName(said.name == null ? "" : said.name)
                .withDiskFormat(word(DiskFormat.class, "disk_format", said.diskFormat))
                .withContainerFormat(
                        said.containerFormat == null && said.diskFormat != null
                                ? ContainerFormat.BARE
                                : word(ContainerFormat.class, "container_format", said.containerFormat))
                .withVisibility(Optional.ofNullable(word(Visibility.class, "visibility", said.visibility))
                        .orElse(Visibility.PRIVATE))
                .withMinDisk(said.minDisk == null ? 0 : said.minDisk)
                .withProperties(said.properties == null ? Properties.NONE : new Properties(said.properties));
        Image image = Image.reserved(
                said.id == null ? NO_ID : ImageId.parse(said.id).orElseThrow(ReadinessResource::noId),
                caller.account(),
                metadata,
                Instant.EPOCH);
        Long virtualSize = said.virtualSize == null ? said.size : said.virtualSize;
        return virtualSize == null ? image : image.withBytes(content(caller, said, virtualSize), Instant.EPOCH);
    }

    private static Content content(Caller caller, Said said, long virtualSize) {
        OptionalLong known = said.virtualSize == null ? OptionalLong.empty() : OptionalLong.of(virtualSize);
        return new Content(
                new Location(caller.account(), "-", "-"),
                said.size == null ? virtualSize : said.size,
                "",
                null,
                "",
                "",
                known,
                false);
    }

    private static void requireCount(String name, Number count) {
        if (count != null && count.longValue() < 0) {
            throw Fault.badRequest(name + " must be a whole number from 0");
        }
    }

    private static Fault noId() {
        return Fault.badRequest("id must be an image's id");
    }

    private static <E extends Enum<E>> E word(Class<E> type, String name, String word) {
        return word == null
                ? null
                : Words.find(type, word).orElseThrow(() -> Fault.badRequest(name + " must be " + Words.any(type)));
    }
}
