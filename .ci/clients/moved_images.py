"""
Images to be moved from one region to another, and whether they are the same there.

    moved_images.py make REGION
    moved_images.py compare REGION REGION
"""

import hashlib
import io
import sys
import uuid

import checks
from glanceclient import Client

# What is not moved: when it was made, and changed; and what a service makes of the bytes, beside their hashes.
LEFT_OUT = ('created_at', 'updated_at', 'virtual_size')
IMAGES = [
    (checks.BYTES, {
        'name': 'it\'s "quoted", \\ and Ünï', 'visibility': 'community', 'tags': ['x.y:z', 'Big', 'a b'],
        'min_ram': 64, 'min_disk': 2, 'protected': True, **checks.FORMATS, **checks.PROPERTIES,
        # Words that a client may take for something else.
        'hw_vif_multiqueue_enabled': 'false', 'hw_cpu_cores': '02', 'owner_specified.openstack.md5': 'x'}),
    (b'', {'disk_format': 'iso', 'container_format': 'ovf'}),
    (checks.BYTES * 50, {'name': 'hidden', 'os_hidden': True, 'visibility': 'private', **checks.FORMATS}),
]


def library(region):
    return Client('2', session=checks.session_of('alice'), region_name=region)


def make(region):
    client = library(region)
    for data, fields in IMAGES:
        image = client.images.create(id=str(uuid.uuid4()), **fields)
        client.images.upload(image.id, io.BytesIO(data))


def images_of(client):
    """By their ids all that is to be moved; the downloads, too, are compared with their hashes."""
    own = {'owner': checks.account_of('alice'), 'status': 'active'}
    images = [*client.images.list(filters=dict(own)), *client.images.list(filters={'os_hidden': True, **own})]
    return {image.id: (
        {key: sorted(image[key]) if key == 'tags' else image[key] for key in image if key not in LEFT_OUT},
        hashlib.sha256(b''.join(client.images.data(image.id))).hexdigest()) for image in images}


def compare(source, target):
    there, here = images_of(library(source)), images_of(library(target))
    assert len(IMAGES) <= len(there), there
    for image in there:
        assert there[image] == here.get(image), f'{there[image]} is not {here.get(image)}'


{'make': make, 'compare': compare}[sys.argv[1]](*sys.argv[2:])
