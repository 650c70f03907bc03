const { src, dest } = require('gulp');

/** tsc builds the code; what n8n also reads beside it is copied: icons, codex files, output schemas. */
function assets() {
  return src(['{nodes,credentials}/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
    base: '.',
    encoding: false,
  }).pipe(dest('dist'));
}

exports.default = assets;
