/** Names of the document's fields in problems, and what they are called in the panel. */
const LABELS: [RegExp, string][] = [
  [/\. Добавьте [a-z_]+$/, ''],
  [/; добавьте pickup или delivery_zones/, '; укажите адрес самовывоза или зону доставки'],
  [/ \((?:baker|take)[._][a-z]+\)/g, ''],
  [/ \((?:question|answer|understanding|calls_per_month|enabled|style|per_order|per_month|bucket)\)/g, ''],
  [
    / \((?:providers|pay_minutes|kind|tax_system|vat_code|email|tolerance_percent|cancel_hours|keep_percent|return_url)\)/g,
    '',
  ],
  [/^(Вопросы: .*; )добавьте [a-z]+/, '$1добавьте его'],
  [/horizon_days/g, '«Запись вперёд»'],
  [/remind_hours/g, '«Напомнить кондитеру через»'],
  [/max_kg/g, '«Самый тяжёлый торт»'],
  [/; если их нет, напишите пустой список \[\]/g, ''],
  [/ключ («.*») встречается дважды (.*) разные key/, 'название $1 встречается дважды $2 разные названия'],
];

/** A problem of the document for somebody who has filled in the panel's fields. */
export const inPanelWords = (problem: string): string =>
  LABELS.reduce((words, [field, label]) => words.replace(field, label), problem);
