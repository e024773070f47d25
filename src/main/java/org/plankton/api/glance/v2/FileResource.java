package org.plankton.api.glance.v2;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.glassfish.jersey.server.CloseableService;
import org.plankton.api.glance.ImageBytes;
import org.plankton.api.glance.RangeHeader;
import org.plankton.api.glance.UploadBody;
import org.plankton.api.words.ImageHeaders;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;

/** {@code /v2/images/<id>/file}: an image's bytes. */
@Path("images/{id}/file")
public final class FileResource {
    /** What some clients say of how many bytes come, as chunks do not tell. It is no promise. */
    private static final String SIZE = "X-OpenStack-Image-Size";

    private final Registry registry;

    @Inject
    public FileResource(Registry registry) {
        this.registry = registry;
    }

    /** Once, while the image is queued; what has failed may be repeated. */
    @PUT
    public Response upload(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context CloseableService endOfRequest)
            throws IOException {
        UploadBody body = new UploadBody(request, () -> registry.takeTransfer(caller), endOfRequest);
        if (!body.isOctetStream()) {
            throw new Fault(Fault.Kind.UNSUPPORTED, "Content-Type must be application/octet-stream");
        }
        String size = headers.getHeaderString(SIZE);
        if (size != null) {
            ImageHeaders.wholeNumber(SIZE, size);
        }
        registry.upload(caller, id, Change.NONE, new Upload(body.stream(), body.length(), Expected.NOTHING));
        return Response.noContent().build();
    }

    /** Nothing, if there are none yet. */
    @GET
    public Response download(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context CloseableService endOfRequest) {
        Image image = registry.find(caller, id);
        if (image.status() == Status.QUEUED || image.status() == Status.SAVING) {
            return Response.noContent().build();
        }
        Optional<ByteRange> range = RangeHeader.of(headers, image);
        boolean isBehind = range.isPresent() && range.get().first() >= image.size();
        boolean isNone = isBehind || RangeHeader.isMalformed(headers);
        if (isNone && image.status() == Status.AVAILABLE) {
            return ImageBytes.outOfRange(image);
        }
        StoredBytes bytes = registry.open(caller, image, isNone ? Optional.empty() : range);
        endOfRequest.add(bytes);
        Response.ResponseBuilder answer = ImageBytes.answer(image, bytes);
        if (!image.md5().isEmpty()) {
            answer.header("Content-MD5", image.md5()); // in hex: clients compare it as it stands
        }
        return answer.build();
    }
}
