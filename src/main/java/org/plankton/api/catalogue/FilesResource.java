package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;

/**
 * {@code /catalogue/v1/files}: what the caller has in the object store, for choosing a file to register; and what is
 * said of one in another beside it.
 */
@Path("files")
public final class FilesResource {
    private static final String PATH = CatalogueMount.PATH + "/files";
    private static final String CONTAINER = "container";
    private static final String PREFIX = "prefix";
    private static final String LOCATION = "location";

    /** Of names as long as a store takes them, that many are no larger than what is read of an answer. */
    private static final int MOST = 200;

    /** What a container can be called: neither {@code .} nor {@code ..}, which are others in an address. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\p{Cntrl}]{1,256}");

    private final Registry registry;
    private final Listing listing;

    /**
     * @param image the id of the caller's image that is registered there; null: none is
     * @param imageName null: it has none
     */
    private record FileJson(
            String name, long size, String updatedAt, String location, String image, String imageName) {}

    /** @param next a path without host and context path, at which it goes on; null: there is no more */
    private record ContainersPage(List<StoredContainer> containers, String next) {}

    /** @param next as of {@link ContainersPage} */
    private record FilesPage(List<FileJson> files, String next) {}

    @Inject
    public FilesResource(Registry registry, Listing listing) {
        this.registry = registry;
        this.listing = listing;
    }

    @GET
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        PageQuery page = new PageQuery(
                uri.getRequestUri().getRawQuery(),
                Set.of(CONTAINER, PREFIX, PageQuery.LIMIT, PageQuery.MARKER),
                Math.min(MOST, listing.longestPage()));
        Optional<String> container = page.one(CONTAINER).filter(name -> !name.isEmpty());
        if (container.isEmpty() && page.one(PREFIX).isPresent()) {
            throw Fault.badRequest("prefix is of files' names: say in which container");
        }
        if (container.filter(name -> !NAME.matcher(name).matches()).isPresent()) {
            throw Fault.badRequest("container must be a container's name: at most 256 characters, without a slash and"
                    + " control characters");
        }
        String after = page.one(PageQuery.MARKER).orElse("");
        return Responses.json(container
                        .map(name -> files(caller, name, page, after))
                        .orElseGet(() -> containers(caller, page, after)))
                .build();
    }

    /** What is said of an image in the file beside it, which is read with the caller's token. */
    @GET
    @Path("meta")
    public Response meta(@Context Caller caller, @Context UriInfo uri) throws IOException {
        String location = new PageQuery(uri.getRequestUri().getRawQuery(), Set.of(LOCATION), 1)
                .one(LOCATION)
                .orElseThrow(() -> Fault.badRequest("location is missing: beside which file"));
        byte[] file = registry.readFile(caller, MetaFile.beside(Location.parse(location)), MetaFile.LONGEST)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NOT_FOUND, "there is no " + MetaFile.ENDING + " file beside it that you may read"));
        return Responses.json(RecordJson.of(MetaFile.read(file))).build();
    }

    private String containers(Caller caller, PageQuery page, String after) {
        List<StoredContainer> found = registry.listContainers(caller, after, page.limit());
        String next = found.size() < page.limit()
                ? null
                : next(page, found.get(found.size() - 1).name());
        return RecordJson.of(new ContainersPage(found, next));
    }

    private String files(Caller caller, String container, PageQuery page, String after) {
        List<StoredFile> found =
                registry.listFiles(caller, container, page.one(PREFIX).orElse(""), after, page.limit());
        String next = found.size() < page.limit()
                ? null
                : next(page, found.get(found.size() - 1).location().object());
        return RecordJson.of(
                new FilesPage(found.stream().map(FilesResource::json).toList(), next));
    }

    private static FileJson json(StoredFile file) {
        Location location = file.location();
        Image image = file.image();
        return new FileJson(
                location.object(),
                file.size(),
                file.updatedAt(),
                location.uri(),
                image == null ? null : image.id(),
                image == null ? null : ImageEntry.orNull(image.metadata().name()));
    }

    private static String next(PageQuery page, String last) {
        return PATH + "?" + page.with(PageQuery.MARKER, last);
    }
}
