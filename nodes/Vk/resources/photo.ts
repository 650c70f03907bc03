import { uploadToVk } from '../../shared/vkUpload';
import { pictureFields, pictureIn } from '../panel/picture';
import { peerField, peerIn, type Operation, type Resource } from './types';

const RESOURCE = 'photo';

const upload: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  const picture = await pictureIn(context, index);
  const { attachment, id } = await uploadToVk(context, vk, peer, picture!);
  return [{ peerId: Number(peer), attachment, photoId: id }];
};

/** Pictures for messages. */
export const photo: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [RESOURCE] } },
      options: [
        {
          name: 'Upload',
          value: 'upload',
          description: 'Give VK a picture, to be attached to messages',
          action: 'Upload a photo',
        },
      ],
      default: 'upload',
    },
    peerField(RESOURCE, 'upload'),
    ...pictureFields(RESOURCE, 'upload', false),
  ],
  operations: { upload },
};
