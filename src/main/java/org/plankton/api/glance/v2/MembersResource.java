package org.plankton.api.glance.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.JsonReader;
import org.plankton.api.words.TimeText;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Caller;

/** {@code /v2/images/<id>/members}: whom a shared image is shared with, and what they say to it. */
@Path("images/{id}/members")
public final class MembersResource {
    private static final String NEW_FORM = "the body must be JSON of the form {\"member\": \"<account>\"}";
    private static final String ANSWER_FORM =
            "the body must be JSON of the form {\"status\": \"accepted\"}; or pending, or rejected."
                    + " An image is shared by POST of its members";
    private static final Set<MemberStatus> STATUSES = EnumSet.allOf(MemberStatus.class);

    private record NewMember(
            @JsonProperty(value = "member", required = true) String account) {}

    private record Answer(
            @JsonProperty(value = "status", required = true) String status) {}

    private final Registry registry;

    @Inject
    public MembersResource(Registry registry) {
        this.registry = registry;
    }

    /** All of them for the owner, himself for a member. */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id) {
        requireShared(caller, id);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode members = body.putArray("members");
        registry.listMembers(caller, id).forEach(member -> members.add(json(id, member)));
        return Responses.json(body.put("schema", "/v2/schemas/members").toString())
                .build();
    }

    @POST
    public Response invite(@Context Caller caller, @PathParam("id") String id, InputStream body) throws IOException {
        NewMember said =
                JsonReader.read(body, NewMember.class, path -> NEW_FORM).orElseThrow(() -> Fault.badRequest(NEW_FORM));
        Account.require("member", said.account());
        requireShared(caller, id);
        return Responses.json(
                        json(id, registry.invite(caller, id, said.account())).toString())
                .build();
    }

    @GET
    @Path("{member}")
    public Response find(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String account) {
        if (registry.find(caller, id).metadata().visibility() != Visibility.SHARED) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not shared");
        }
        return Responses.json(json(id, registry.findMember(caller, id, account)).toString())
                .build();
    }

    /** What the member says to it, which nobody else can. */
    @PUT
    @Path("{member}")
    public Response answer(
            @Context Caller caller, @PathParam("id") String id, @PathParam("member") String account, InputStream body)
            throws IOException {
        Answer said = JsonReader.read(body, Answer.class, path -> ANSWER_FORM)
                .orElseThrow(() -> Fault.badRequest(ANSWER_FORM));
        MemberStatus status = EnumText.parse(STATUSES, said.status()).orElseThrow(() -> Fault.badRequest(ANSWER_FORM));
        requireShared(caller, id);
        return Responses.json(
                        json(id, registry.answer(caller, id, account, status)).toString())
                .build();
    }

    @DELETE
    @Path("{member}")
    public Response remove(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String account) {
        requireShared(caller, id);
        if (!Account.isWellFormed(account) || !registry.removeMember(caller, id, account)) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not shared with that member");
        }
        return Response.noContent().build();
    }

    /** Members of another image are kept for when it is shared again, and not told. */
    private void requireShared(Caller caller, String id) {
        if (registry.find(caller, id).metadata().visibility() != Visibility.SHARED) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only shared images have members; patch /visibility to be shared first");
        }
    }

    private static ObjectNode json(String id, Member member) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("member_id", member.account())
                .put("image_id", id)
                .put("status", EnumText.of(member.status()))
                .put("created_at", TimeText.zoned(member.createdAt()))
                .put("updated_at", TimeText.zoned(member.updatedAt()))
                .put("schema", "/v2/schemas/member");
    }
}
