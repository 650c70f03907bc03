/** What a cake order is: shop and menu, price, weight, dates and the life of an order. Pure. */
export * from './types';
export * from './dates';
export * from './defaultShop';
export * from './lifecycle';
export * from './price';
export { parseShop, parseShopText, type ShopResult } from './shop';
export * from './weight';
