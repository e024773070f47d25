package org.plankton.pithos;

import java.util.regex.Pattern;

/** What the attributes of an image are called there, all of which begin alike. */
final class Attribute {
    static final String PREFIX = "plankton:";
    static final String NAME = "plankton:name";
    static final String DISK_FORMAT = "plankton:disk_format";
    static final String CONTAINER_FORMAT = "plankton:container_format";
    static final String STATUS = "plankton:status";

    /** Epoch seconds with two decimals. */
    static final String CREATED_AT = "plankton:created_at";

    /** Of epoch seconds; what is longer no time is. */
    static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}([.][0-9]{1,20})?");

    /** Of each property, with its key behind it. */
    static final String PROPERTY = "plankton:property:";

    /** Of all properties, as an object of JSON, up to release 0.14. */
    static final String PROPERTIES = "plankton:properties";

    private Attribute() {}
}
