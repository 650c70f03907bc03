import { badParam } from './errors';
import { readObject } from './json';
import { checkLink, readButton } from './keyboard';
import type { Media } from './media';
import { Carousel, CarouselElement, isRecord } from './wire';

/** Limits of https://dev.vk.com/ru/api/bots/development/messages, "Карусели". */
const MOST_ELEMENTS = 10;
const MOST_BUTTONS = 3;
const LONGEST_TEXT = 80;
const RATIO = { of: 13 / 8, tolerance: 0.02 };
const SMALLEST = { width: 221, height: 136 };

/** Reads and checks a template's JSON; throws error 100, or 911 where a button is wrong. */
export function readTemplate(json: string, media: Media): Carousel {
  const given = readObject(json, badParam('template contains incorrect JSON'));
  if (given.type !== 'carousel') throw badParam('template has unknown type');
  const { elements } = given;
  if (!Array.isArray(elements) || elements.length === 0) throw badParam('template has no elements');
  if (elements.length > MOST_ELEMENTS) throw badParam('template contains too much elements');
  const read = elements.map((element, index) => readElement(element, index, media));
  const shape = shapeOf(read[0]);
  if (read.some((element) => shapeOf(element) !== shape))
    throw badParam('template elements should have the same structure');
  return { type: 'carousel', elements: read };
}

function readElement(given: unknown, index: number, media: Media): CarouselElement {
  const where = `template element [${index}]`;
  if (!isRecord(given)) throw badParam(`${where} should be an object`);
  const { buttons, action } = given;
  if (!Array.isArray(buttons) || buttons.length === 0) throw badParam(`${where} has no buttons`);
  if (buttons.length > MOST_BUTTONS) throw badParam(`${where} contains too much buttons`);
  const [title, description, photo_id] = ['title', 'description', 'photo_id'].map((name) =>
    readText(given[name], `${where} ${name}`),
  );
  if (title === undefined && photo_id === undefined) throw badParam(`${where} needs title or photo_id`);
  if (photo_id !== undefined) checkPhoto(photo_id, where, media);
  if (action !== undefined) checkAction(action, where);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(photo_id !== undefined && { photo_id }),
    ...(action !== undefined && { action: action as CarouselElement['action'] }),
    buttons: buttons.map((button, column) => readButton(button, `button [${index}][${column}]`)),
  };
}

function readText(given: unknown, where: string): string | undefined {
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string') throw badParam(`${where} should be a string`);
  if (given.length > LONGEST_TEXT) throw badParam(`${where} is too long`);
  return given;
}

function checkPhoto(id: string, where: string, media: Media): void {
  const photo = media.photo(id);
  if (!photo) throw badParam(`${where} photo_id is invalid`);
  const { width, height } = photo.orig_photo;
  const wrong = Math.abs(width / height / RATIO.of - 1) > RATIO.tolerance;
  if (wrong || width < SMALLEST.width || height < SMALLEST.height)
    throw badParam(`${where} photo should be 13:8 and not less than ${SMALLEST.width}x${SMALLEST.height}`);
}

function checkAction(action: unknown, where: string): void {
  if (!isRecord(action) || !['open_link', 'open_photo'].includes(String(action.type)))
    throw badParam(`${where} action has unknown type`);
  if (action.type === 'open_link') checkLink(action.link, where);
}

/** What must be alike in all elements: which fields there are, and how many buttons. */
function shapeOf(element: CarouselElement): string {
  return [...Object.keys(element).sort(), element.buttons.length].join();
}
