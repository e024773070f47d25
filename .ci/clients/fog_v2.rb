# fog-openstack, version 2 of the image service. It follows no page, and knows public and private alone.

require 'digest'
require 'fog/openstack'
require 'minitest'
require 'securerandom'
require 'stringio'

def service_of(user)
  Fog::OpenStack::Image::V2.new(
    openstack_auth_url: ENV.fetch('OS_AUTH_URL').delete_suffix('/v3'),
    openstack_username: user,
    openstack_api_key: ENV.fetch('OS_PASSWORD'),
    openstack_project_name: user,
    openstack_user_domain_id: 'default',
    openstack_project_domain_id: 'default',
    openstack_region: ENV.fetch('OS_REGION_NAME')
  )
end

BYTES = SecureRandom.random_bytes(100_000)
ALICE = service_of('alice')
BOB = service_of('bob')
PUBLISHER = ENV.fetch('PUBLISH') == 'anyone' ? ALICE : service_of('admin')
PROPERTIES = {
  'os_distro' => 'arch', 'hw.disk:bus' => 'virtio', 'trait:HW_CPU_X86_AVX2' => 'required', 'Capitals' => 'Kept',
  'capitals' => 'kept, too', 'empty' => '', 'long' => 'Ünï x=y, ' * 400
}.freeze

class FogTest < Minitest::Test
  def setup
    @made = []
  end

  def teardown
    @made.each do |service, id|
      service.update_image(id, [{ op: 'replace', path: '/protected', value: false }])
      service.delete_image(id)
    rescue Fog::OpenStack::Image::NotFound
      nil # the check has deleted it
    end
  end

  def self.test(name, &body)
    define_method("test_#{name.tr(' ', '_')}", &body)
  end

  def create(fields = {}, service = ALICE)
    image = service.images.create({ name: fresh, disk_format: 'raw', container_format: 'bare' }.merge(fields))
    @made << [service, image.id]
    image
  end

  # An image with bytes, as it is shown.
  def upload(fields = {})
    image = create(fields)
    image.upload_data(StringIO.new(BYTES))
    ALICE.images.get(image.id)
  end

  def fresh
    "image #{SecureRandom.hex(4)}"
  end

  def account(service)
    service.current_tenant['id']
  end

  # It takes a property for a method of the image; some keys are no names of methods.
  def properties(image)
    PROPERTIES.keys.to_h { |key| [key, image.attributes[key.to_sym]] }
  end

  def listed?(image, service, query = {})
    service.images.all({ limit: 1000 }.merge(query)).map(&:id).include?(image.id)
  end

  def refused(status, &request)
    error = assert_raises(Excon::Error::HTTPStatus, &request)
    assert_equal status, error.response.status
  end

  test 'create without bytes' do
    image = create(name: 'Ünï/x:y%z')
    assert_equal ['Ünï/x:y%z', 'queued', 'shared'], [image.name, image.status, image.visibility]
    assert_equal [nil, nil, account(ALICE)], [image.size, image.checksum, image.owner]
    assert_equal ["/v2/images/#{image.id}", "/v2/images/#{image.id}/file"], [image.self, image.file]
  end

  test 'create with everything and upload' do
    made = upload({ id: SecureRandom.uuid, min_ram: 64, min_disk: 2, protected: true, os_hidden: true,
                    visibility: 'community', tags: %w[x.y:z Big] }.merge(PROPERTIES.transform_keys(&:to_sym)))
    [ALICE, BOB].each do |service|
      image = service.images.get(made.id)
      assert_equal [made.id, made.name, 'active', BYTES.size], [image.id, image.name, image.status, image.size]
      assert_equal [64, 2, true, true], [image.min_ram, image.min_disk, image.protected, image.os_hidden]
      assert_equal ['community', %w[Big x.y:z]], [image.visibility, image.tags.sort]
      assert_equal [Digest::MD5.hexdigest(BYTES), 'sha512', Digest::SHA512.hexdigest(BYTES)],
                   [image.checksum, image.os_hash_algo, image.os_hash_value]
      assert_equal PROPERTIES, properties(image)
    end
    refused(403) { made.destroy }
  end

  test 'upload in pieces' do
    image = create
    pieces = [BYTES[...60_000], BYTES[60_000..], '']
    image.upload_data(request_block: -> { pieces.shift.to_s })
    assert_equal Digest::MD5.hexdigest(BYTES), ALICE.images.get(image.id).checksum
    refused(409) { image.upload_data(StringIO.new(BYTES)) }
  end

  test 'download' do
    image = upload
    assert_equal BYTES, image.download_data.b
    received = String.new
    image.download_data(response_block: ->(piece, _left, _whole) { received << piece })
    assert_equal BYTES, received.b
    assert_equal '', create.download_data.to_s
  end

  test 'list and find' do
    image = upload(name: "Ünï & more #{SecureRandom.hex(4)}", tags: %w[a])
    assert listed?(image, ALICE)
    refute listed?(image, BOB)
    [{ name: image.name }, { tag: 'a' }, { status: 'active' }, { size_min: BYTES.size },
     { sort: 'name:asc,id:desc' }, { sort_key: 'size', sort_dir: 'asc' }].each do |query|
      assert listed?(image, ALICE, query), query
    end
    refute listed?(image, ALICE, size_max: BYTES.size - 1)
    assert_equal [image.id], ALICE.images.find_by_name(image.name).map(&:id)
    assert_includes ALICE.images.find_by_size_min(BYTES.size).map(&:id), image.id
  end

  test 'one page after another' do
    tag = fresh
    made = Array.new(3) { |number| create(name: number.to_s, tags: [tag]).id }
    query = { tag: tag, sort: 'name:asc', limit: 2 }
    first = ALICE.images.all(query).map(&:id)
    assert_equal made, first + ALICE.images.all(query.merge(marker: first.last)).map(&:id)
  end

  test 'update' do
    made = create(a: '1', b: '2')
    made.update(name: 'Über', min_disk: 4, b: '3', c: '', a: nil)
    image = ALICE.images.get(made.id)
    assert_equal ['Über', 4, '3', ''], [image.name, image.min_disk, image.b, image.c]
    refute image.attributes.key?(:a)
  end

  test 'update of what was shown' do
    image = ALICE.images.get(upload(a: 'x y').id)
    image.visibility = 'private'
    image.tags = %w[new]
    image.save
    shown = ALICE.images.get(image.id)
    assert_equal ['private', %w[new], 'x y', 'active'], [shown.visibility, shown.tags, shown.a, shown.status]
  end

  test 'visibility' do
    image = create(visibility: 'private')
    assert_nil BOB.images.get(image.id)
    { 'community' => true, 'shared' => false, 'private' => false }.each do |visibility, seen|
      image.update(visibility: visibility)
      assert_equal seen, !BOB.images.get(image.id).nil?
      refute listed?(image, BOB)
      assert_equal seen, listed?(image, BOB, visibility: 'all')
    end
  end

  test 'publish' do
    image = create({}, PUBLISHER)
    image.update(visibility: 'public')
    assert listed?(image, BOB)
    refused(403) { BOB.delete_image(image.id) }
  end

  test 'hidden' do
    image = create(os_hidden: true)
    refute listed?(image, ALICE)
    assert listed?(image, ALICE, os_hidden: true)
  end

  test 'tags' do
    image = create(tags: %w[a])
    image.add_tags(%w[x.Y:z b])
    image.remove_tag('a')
    assert_equal %w[b x.Y:z], ALICE.images.get(image.id).tags.sort
    assert_raises(Fog::OpenStack::Image::NotFound) { image.remove_tag('a') }
  end

  test 'deactivate and reactivate' do
    image = upload
    image.deactivate
    assert_equal 'deactivated', ALICE.images.get(image.id).status
    refused(403) { image.download_data }
    image.reactivate
    assert_equal BYTES, image.download_data.b
  end

  test 'members' do
    image = upload
    assert_nil BOB.images.get(image.id)
    assert_equal 'pending', image.add_member(account(BOB)).body['status']
    refute listed?(image, BOB)
    assert listed?(image, BOB, member_status: 'pending')
    member = image.member(account(BOB))
    BOB.images.get(image.id).update_member(member.merge('status' => 'accepted'))
    assert listed?(image, BOB)
    assert_equal BYTES, BOB.images.get(image.id).download_data.b
    assert_equal([[account(BOB), 'accepted']], image.members.map { |one| one.values_at('member_id', 'status') })
    BOB.images.get(image.id).update_member(member.merge('status' => 'rejected'))
    refute listed?(image, BOB)
    refused(403) { image.update_member(member.merge('status' => 'accepted')) }
    image.remove_member(account(BOB))
    assert_empty image.members
    assert_nil BOB.images.get(image.id)
  end

  test 'delete' do
    image = upload
    assert image.destroy
    assert_nil ALICE.images.get(image.id)
    refute listed?(image, ALICE)
    assert_raises(Fog::OpenStack::Image::NotFound) { image.destroy }
  end

  test 'not found and forbidden' do
    unknown = SecureRandom.uuid
    assert_nil ALICE.images.get(unknown)
    assert_raises(Fog::OpenStack::Image::NotFound) { ALICE.get_image_members(unknown) }
    image = create(visibility: 'community')
    refused(403) { BOB.images.get(image.id).update(name: 'mine') }
    refused(400) { create(disk_format: 'floppy') }
  end
end

# The last line says how many checks passed and failed.
class Count < Minitest::StatisticsReporter
  def report
    super
    refused = failures + errors
    io.puts "#{count - refused} passed, #{refused} failed"
  end
end

module Minitest
  def self.plugin_count_init(options)
    reporter << Count.new(options[:io], options)
  end
end

Minitest.extensions << 'count'
exit Minitest.run(%w[--verbose])
