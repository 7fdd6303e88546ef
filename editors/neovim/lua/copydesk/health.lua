--- :checkhealth copydesk
local M = {}

local copydesk = require('copydesk')

function M.check()
  vim.health.start('copydesk')
  if vim.fn.has('nvim-0.11') ~= 1 then
    vim.health.error('Neovim 0.11 or later is needed', 'install a newer Neovim, or see editors/README.md for other clients')
    return
  end
  vim.health.ok('Neovim is new enough')

  local config = vim.lsp.config.copydesk
  local program = config and type(config.cmd) == 'table' and config.cmd[1] or 'copydesk'
  if vim.fn.executable(program) ~= 1 then
    vim.health.error(
      ('%s cannot be run'):format(program),
      { copydesk.advice, "or name it: vim.lsp.config('copydesk', { cmd = { '/path/to/copydesk', 'lsp' } })" }
    )
    return
  end
  local done = vim.system({ program, '--version' }, { text = true }):wait(5000)
  local version = done.code == 0 and vim.version.parse(done.stdout)
  if not version then
    vim.health.error(('%s does not say its version'):format(program), 'is it copydesk?')
    return
  end
  if vim.version.lt(version, copydesk.oldest) then
    vim.health.error(('copydesk %s is too old'):format(version), copydesk.advice)
  else
    vim.health.ok(('copydesk %s at %s'):format(version, vim.fn.exepath(program)))
  end

  if vim.lsp.is_enabled and not vim.lsp.is_enabled('copydesk') then
    vim.health.warn('it is not enabled', "vim.lsp.enable('copydesk')")
  end
  local clients = vim.lsp.get_clients({ name = 'copydesk' })
  if #clients == 0 then
    vim.health.info('it is not running: open a Markdown file')
  end
  for _, client in ipairs(clients) do
    vim.health.ok(('it serves %d buffer(s) below %s'):format(vim.tbl_count(client.attached_buffers), client.root_dir or 'no folder'))
  end
end

return M
