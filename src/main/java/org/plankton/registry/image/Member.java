package org.plankton.registry.image;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;

/**
 * An account that an image is shared with.
 *
 * @param canShare whether it may share the image with others in its turn
 * @param createdAt since when it is a member, to the microsecond
 * @param updatedAt when its status was last changed, to the microsecond
 */
@RecordBuilder
public record Member(String account, boolean canShare, MemberStatus status, Instant createdAt, Instant updatedAt)
        implements MemberBuilder.With {}
