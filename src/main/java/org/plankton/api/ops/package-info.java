/** For whoever runs the service, or looks for it: no token, and nothing of any image. */
package org.plankton.api.ops;
