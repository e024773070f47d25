/** Requests and answers as the container has them, before a wire looks at them and behind it. */
package org.plankton.api.http;
