import { createOpenAi } from '../../../lib/ai/openai/client';
import { daysLeft, listModels, mayChat, modelLabel, servedModel } from '../../../lib/ai/openai/models';
import { shutdownOf, SHUTDOWNS } from '../../../lib/ai/openai/shutdowns';
import { endingOf } from '../../../lib/ai/openai/watch';

const TODAY = '2026-11-25';

describe('the list of a panel', () => {
  const label = (id: string, told?: unknown) => modelLabel(servedModel(id, told), TODAY);

  it('says until when a model lives, and warns when that is near or over', () => {
    expect(label('gpt-4o-mini')).toBe('gpt-4o-mini (until 2027-01-14)');
    expect(label('gpt-5-mini')).toBe('⚠ gpt-5-mini (until 2026-12-11)');
    expect(label('dall-e-3')).toBe('⚠ dall-e-3 (over since 2026-05-12)');
    expect(label('llama3.1')).toBe('llama3.1');
  });

  it('believes the server before the table, and a table for what is no day', () => {
    expect(label('gpt-4o-mini', '2027-04-14')).toBe('gpt-4o-mini (until 2027-04-14)');
    expect(label('gpt-4o-mini', 'soon')).toBe('gpt-4o-mini (until 2027-01-14)');
    expect(label('new-model', '2026-11-25')).toBe('⚠ new-model (over since 2026-11-25)');
  });

  it('reads a server’s own list', async () => {
    const fetch = async () =>
      Response.json({
        data: [{ id: 'zeta', shutdown_date: '2027-02-01' }, { id: 'gpt-4o-mini', shutdown_date: null }, { id: 7 }],
      });
    const models = await listModels(createOpenAi({ apiKey: 'sk-test', timeoutMs: 1000, fetch }));
    expect(models).toEqual([
      { id: 'gpt-4o-mini', until: '2027-01-14', instead: 'gpt-6-luna', sure: true },
      { id: 'zeta', until: '2027-02-01', instead: null, sure: true },
    ]);
  });

  it('leaves out what only draws, sounds or counts', () => {
    const ids = ['gpt-4o-mini', 'gpt-6-luna', 'gpt://folder/yandexgpt/latest', 'llama3.1:8b'];
    const others = ['dall-e-3', 'gpt-image-2', 'text-embedding-3-small', 'whisper-1', 'tts-1', 'gpt-4o-realtime'];
    expect([...ids, ...others].filter(mayChat)).toEqual(ids);
  });
});

describe('the table', () => {
  it('has days, and replacements that it does not end itself', () => {
    for (const { until, instead } of Object.values(SHUTDOWNS)) {
      expect(new Date(until).toISOString().slice(0, 10)).toBe(until);
      expect(shutdownOf(instead)).toBeNull();
    }
  });

  it('knows a dated snapshot by its family, less surely, and no word of JavaScript', () => {
    expect(shutdownOf('gpt-4o-mini-2024-07-18')).toMatchObject({ until: '2027-01-14', grade: 'unsure' });
    expect(shutdownOf('gpt-4o-mini-audio')).toBeNull();
    expect(shutdownOf('constructor')).toBeNull();
  });
});

describe('the watch', () => {
  const ending = (id: string, model = servedModel(id) as ReturnType<typeof servedModel> | null, within = 30) =>
    endingOf({ id, model, nodes: ['Cake Understanding'], today: TODAY, within });

  it('says nothing of a model that lives on', () => {
    expect(ending('gpt-4o-mini')).toBeNull();
    expect(ending('gpt-6-luna')).toBeNull();
    expect(ending('llama3.1')).toBeNull();
  });

  it('tells of one that ends soon: where it is used, until when, what to choose', () => {
    expect(ending('gpt-5-mini')).toMatchObject({ daysLeft: 16, until: '2026-12-11', instead: 'gpt-6-luna' });
    expect(ending('gpt-5-mini')!.text).toBe(
      'Модель gpt-5-mini (узел «Cake Understanding») работает до 11 декабря 2026 (осталось дней: 16). Откройте рабочий процесс и выберите в узле вместо неё gpt-6-luna.',
    );
    expect(ending('gpt-4o-mini', undefined, 60)).toMatchObject({ daysLeft: 50 });
  });

  it('tells of one that is over, and of one that its server does not have', () => {
    expect(ending('dall-e-3')!.text).toContain('отключена с 12 мая 2026');
    expect(ending('gpt-9-typo', null)!.text).toBe(
      'Модели gpt-9-typo (узел «Cake Understanding») на сервере больше нет. Откройте рабочий процесс и выберите в узле другую модель из списка.',
    );
    // Gone before its day: the day says nothing any more.
    expect(ending('gpt-4o-mini', null)).toMatchObject({ until: null, daysLeft: 0, instead: 'gpt-6-luna' });
  });

  it('says where it is not sure', () => {
    expect(ending('gpt-4.1-mini', undefined, 60)!.text).toContain('По нашим сведениям');
    expect(ending('gpt-5-mini')!.text).not.toContain('По нашим сведениям');
  });

  it('counts whole days', () => {
    expect(daysLeft(servedModel('x', '2026-11-26'), TODAY)).toBe(1);
    expect(daysLeft(servedModel('x', TODAY), TODAY)).toBe(0);
    expect(daysLeft(servedModel('x'), TODAY)).toBeNull();
  });
});
